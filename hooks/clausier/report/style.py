"""The look of a comparison that is one HTML file: on screens of any size, in the dark, on paper."""

from __future__ import annotations

from typing import Final

STYLE: Final = """\
:root {
  color-scheme: light dark;
  --paper: #fcfbf7; --ink: #1b1e25; --quiet: #555a64; --rule: #dcd7c9; --link: #1f3a6e;
  --in: #17603c; --in-ground: #dcefdf; --out: #9c2335; --out-ground: #fae1e0; --moved: #1d4fa0;
}
@media screen and (prefers-color-scheme: dark) {
  :root {
    --paper: #13161c; --ink: #e7e3d8; --quiet: #a8abb3; --rule: #333945; --link: #aac5f4;
    --in: #8fdcae; --in-ground: #163a28; --out: #f5a9b0; --out-ground: #4a1f28; --moved: #9fc0f7;
  }
}
body {
  max-width: 44rem; margin: 0 auto; padding: 1.5rem 1rem 4rem; background: var(--paper);
  color: var(--ink); font: 1.0625rem/1.6 Georgia, "Times New Roman", serif; overflow-wrap: anywhere;
}
header, footer { font: 0.9375rem/1.5 system-ui, sans-serif; }
header { margin-bottom: 2rem; padding-bottom: 1rem; border-bottom: 2px solid var(--rule); }
footer { margin-top: 3rem; border-top: 1px solid var(--rule); color: var(--quiet); }
.title { margin: 0 0 1rem; font: 600 1.5rem/1.3 Georgia, "Times New Roman", serif; }
header :is(ul, ol) { padding-left: 1.2rem; }
.extent { font-weight: 600; }
h1, h2, h3, h4, h5, h6 { margin: 2rem 0 0.5rem; line-height: 1.3; }
main { overflow-x: auto; }
main > h1:first-child { margin-top: 0; }
a { color: var(--link); }
img { max-width: 100%; height: auto; }
pre { overflow-x: auto; }
blockquote { margin: 1rem 0; padding-left: 1rem; border-left: 3px solid var(--rule); }
.scroll { overflow-x: auto; }
table { border-collapse: collapse; margin: 1rem 0; overflow-wrap: normal; }
th, td { padding: 0.25rem 0.75rem 0.25rem 0; border-bottom: 1px solid var(--rule); }
th, td { text-align: left; vertical-align: top; }
main th, main td { padding: 0.3rem 0.6rem; border: 1px solid var(--rule); }
header tbody th { font-weight: normal; }
.figure { text-align: right; white-space: nowrap; }
.legend { display: grid; grid-template-columns: max-content 1fr; gap: 0.25rem 1rem; }
.legend dd { margin: 0; }
ins, .in, .case {
  background: var(--in-ground); text-decoration: underline 2px var(--in);
  text-underline-offset: 0.18em; text-decoration-skip-ink: none;
}
del, .out { background: var(--out-ground); text-decoration: line-through 1.5px var(--out); }
del + ins { margin-left: 0.15em; }
.block { display: block; padding-left: 0.75rem; border-left: 3px solid var(--in); }
del.block { border-left-color: var(--out); }
[data-move], .moved { background: none; border-left: 5px double var(--moved); }
[data-move].block { border-left-color: var(--moved); }
[data-move]:not(.block), .moved { padding-left: 0.3em; }
ins[data-move] { text-decoration: none; }
del[data-move] { text-decoration: line-through 1px dashed var(--moved); }
:is(ins, del):is([data-kind="number"], [data-kind="reference"], [data-kind="formatting"]) {
  background: none;
}
ins:is([data-kind="number"], [data-kind="reference"]), .follows {
  text-decoration: underline 1px var(--in); text-underline-offset: 0.18em;
}
ins[data-kind="formatting"], .form {
  text-decoration: underline 2px dotted var(--in); text-underline-offset: 0.18em;
}
[data-kind="typographic"], .case { color: var(--quiet); }
main [data-kind="formatting"] a[href]::after { content: " [" attr(href) "]"; }
main [data-kind="formatting"] [title]::after { content: " [" attr(title) "]"; }
main [data-kind="formatting"] a[href][title]::after {
  content: " [" attr(href) " – " attr(title) "]";
}
main [data-kind="formatting"] :is(a[href], [title])::after {
  color: var(--quiet); font-size: 0.85em; overflow-wrap: anywhere;
}
.pointer { color: var(--moved); font: 600 0.875rem/1.6 system-ui, sans-serif; }
del .pointer { display: inline-block; text-decoration: none; }
:is(ins, del):target { outline: 2px solid var(--link); outline-offset: 2px; }
.spoken {
  position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%);
  white-space: nowrap;
}
@media print {
  :root { color-scheme: light; }
  body { max-width: none; padding: 0; font-size: 10.5pt; }
  ins, del, .in, .out { print-color-adjust: exact; -webkit-print-color-adjust: exact; }
  tr, h1, h2, h3, h4 { break-inside: avoid; }
  h1, h2, h3, h4 { break-after: avoid; }
}
"""
