const escapes = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };
const escapeHtml = (text) => String(text).replace(/[&<>"]/g, (character) => escapes[character]);

/** The page, as HTML. */
export function page({ title, host, pid }) {
  if (title === '') throw new Error('the page has no title');
  return `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<title>${escapeHtml(title)}</title>
<style>
  body { margin: 0; height: 100vh; display: grid; place-content: center; text-align: center;
         font: 20px/1.5 system-ui, sans-serif; color: #14213d; background: linear-gradient(160deg, #eef4fb, #cfe0f3); }
  h1 { margin: 0; font-size: 72px; letter-spacing: -.02em; }
  p { margin: 8px 0 0; color: #48608a; }
</style>
<h1>${escapeHtml(title)}</h1>
<p>${escapeHtml(host)}, process ${escapeHtml(pid)}</p>
</html>
`;
}
