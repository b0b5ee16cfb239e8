import { createHash } from 'node:crypto';
import { html, Markup } from './markup.js';
import { STYLE } from './style.js';

/**
 * Everything before the content. The policy lets a browser load nothing and run nothing; the style is allowed by its
 * hash, so that no other style, such as one that came from a log, is applied.
 */
export function pageStart(title: string): Markup {
  const hash = createHash('sha256').update(STYLE).digest('base64');
  const policy = `default-src 'none'; style-src 'sha256-${hash}'; base-uri 'none'; form-action 'none'`;
  return html`<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<meta name="robots" content="noindex, nofollow">
<meta name="color-scheme" content="light dark">
<title>${title}</title>
<style>${new Markup(STYLE)}</style>
</head>
<body>
<a class="skip" href="#main">Skip to the bottom line</a>
`;
}

export function pageEnd(): Markup {
  return html`</body>
</html>
`;
}
