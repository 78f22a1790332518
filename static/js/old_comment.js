// A link to a comment of the old site ends in #comment-5, which only the browser sees. After a redirect to this page it asks the
// site which comment that is by now; a number that was typed here, without a redirect, is one of ours.
const number = /^#comment-(\d{1,18})$/.exec(location.hash)?.[1];
const [arrival] = performance.getEntriesByType("navigation");
if (number && arrival?.redirectCount > 0) {
  location.replace(`/old-comments/${number}/`);
}
