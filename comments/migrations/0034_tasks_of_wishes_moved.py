from django.db import migrations


def follow(apps, schema_editor):
    """Let what waits in the queue find its task where it is now."""
    results = apps.get_model("django_tasks_database", "DBTaskResult").objects
    waiting = results.filter(task_path="comments.tasks.tell_wish_came_true")
    waiting.update(task_path="wishes.tasks.tell_wish_came_true")


class Migration(migrations.Migration):
    dependencies = [
        ("comments", "0033_what_came_approved_or_not"),
        ("django_tasks_database", "__first__"),
    ]

    operations = [migrations.RunPython(follow, migrations.RunPython.noop)]
