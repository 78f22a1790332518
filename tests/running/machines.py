"""A site as it stands on several machines: PostgreSQL, Redis and nginx in front of two servers and two workers, all of this
test's own, to be killed one at a time."""

import os
import re
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import psycopg
import redis

from tests.browser.conftest import free_port
from tests.running.sites import ROOT, Site, wait_for

UNSAFE = "-c fsync=off -c full_page_writes=off"  # a power cut may take this database; a killed process may not
PROGRAMS = sorted(Path("/usr/lib/postgresql").glob("*/bin"))


def missing():
    """Return what has to be installed first, or nothing."""
    found = {"nginx": shutil.which("nginx"), "redis-server": shutil.which("redis-server"), "postgresql": PROGRAMS}
    return [name for name, there in found.items() if not there]


class Machines(Site):
    """The parts by their names; `kill` takes one away at once, `start_part` brings it back."""

    def __init__(self, folder):
        self.folder, self.parts, self.running = folder, [], {}
        self.ports = {name: free_port() for name in ("postgresql", "redis", "nginx", "first", "second")}
        self.url = f"http://127.0.0.1:{self.ports['nginx']}"
        self.log_file = folder / "log"
        self.environment = os.environ | {
            "DJANGO_SETTINGS_MODULE": "tests.running.settings",
            "SECRET_KEY": "only-for-tests-only-for-tests-only-for-tests-only-for-tests",
            "SITE_URL": self.url,
            "VAR_DIR": str(folder / "var"),
            "EMAIL_URL": "",
            "DATABASE_URL": f"postgres://leanback@127.0.0.1:{self.ports['postgresql']}/postgres",
            "REDIS_URL": f"redis://127.0.0.1:{self.ports['redis']}/0",
            "TRUSTED_PROXY_COUNT": "1",
            "WEB_WORKERS": "1",
        }
        self.make_cluster()
        self.write_nginx()

    def make_cluster(self):
        cluster = self.folder / "cluster"
        cluster.mkdir()
        self.folder.chmod(0o755)  # PostgreSQL runs as somebody else
        if os.getuid() == 0:
            shutil.chown(cluster, "postgres")
        subprocess.run(
            self.as_postgres("initdb", "-D", "data", "-A", "trust", "-U", "leanback"), cwd=cluster, check=True
        )

    def as_postgres(self, program, *arguments):
        """PostgreSQL does not run as root."""
        changed = ["setpriv", "--reuid=postgres", "--regid=postgres", "--clear-groups"] if os.getuid() == 0 else []
        return [*changed, str(PROGRAMS[-1] / program), *arguments]

    def write_nginx(self):
        """The configuration that the project ships, with the ports and folders of this test, and without TLS."""
        shipped = (ROOT / "deploy" / "nginx.conf").read_text()
        shipped = re.sub(r"server \{\n    listen 80;.*?\n\}\n", "", shipped, flags=re.DOTALL)
        shipped = re.sub(r"    (ssl_|access_log).*\n", "", shipped)
        for old, new in {
            "listen 443 ssl http2": f"listen 127.0.0.1:{self.ports['nginx']}",
            "127.0.0.1:8001": f"127.0.0.1:{self.ports['first']}",
            "127.0.0.1:8002": f"127.0.0.1:{self.ports['second']}",
            "/var/cache/nginx/leanback": str(self.folder / "nginx-cache"),
            "/etc/nginx/leanback-site.conf": str(ROOT / "deploy" / "leanback-site.conf"),
        }.items():
            assert old in shipped
            shipped = shipped.replace(old, new)
        folders = "".join(f"{each}_temp_path {self.folder}/nginx-{each};\n" for each in ("client_body", "proxy"))
        head = f"pid {self.folder}/nginx.pid;\nerror_log {self.folder}/nginx.log;\nuser root;\nevents {{}}\n"
        head = head if os.getuid() == 0 else head.replace("user root;\n", "")
        (self.folder / "nginx.conf").write_text(f"{head}http {{\naccess_log off;\n{folders}{shipped}}}\n")

    def command(self, name):
        """Return (command, folder, what is special in its environment) of a part."""
        port = str(self.ports.get(name, ""))
        manage = [sys.executable, "manage.py"]
        if name == "postgresql":
            command = self.as_postgres("postgres", "-D", "data", "-p", port, "-k", "", *UNSAFE.split())
            return command, self.folder / "cluster", {}
        if name == "redis":
            return ["redis-server", "--port", port, "--bind", "127.0.0.1", "--save", ""], self.folder, {}
        if name == "nginx":
            return ["nginx", "-c", str(self.folder / "nginx.conf"), "-g", "daemon off;"], self.folder, {}
        if name.startswith("worker"):
            return [*manage, "worker", "--interval", "0.1", "--no-startup-delay"], ROOT, {}
        return [*manage, "web"], ROOT, {"PORT": port}

    def start_part(self, name):
        """Start a part, as systemd would; return once it does its work, as far as that can be seen from outside."""
        command, folder, special = self.command(name)
        with self.log_file.open("a") as log:
            part = subprocess.Popen(
                command,
                cwd=folder,
                env=self.environment | special,
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )
        self.running[name] = part
        self.parts.append(part)
        wait_for({"postgresql": self.has_database, "redis": self.has_redis}.get(name, lambda: True))

    def has_database(self):
        try:
            psycopg.connect(self.environment["DATABASE_URL"]).close()
        except psycopg.OperationalError:
            return False
        return True

    def has_redis(self):
        try:
            return redis.Redis.from_url(self.environment["REDIS_URL"]).ping()
        except redis.ConnectionError:
            return False

    def serves(self, name):
        """Does a server answer without nginx?"""
        return self.answers(at=f"http://127.0.0.1:{self.ports[name]}")

    def kill(self, name):
        part = self.running.pop(name)
        os.killpg(part.pid, signal.SIGKILL)
        part.wait()

    def stop(self):
        for part in self.parts:
            if part.poll() is None:
                os.killpg(part.pid, signal.SIGKILL)
                part.wait()
