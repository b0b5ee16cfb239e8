/**
 * The look of the page: one column for reading, figures in two where there is room. Colours are a blue for the group, an
 * ochre for those it is compared with, greys for the rest; each comes with a shape or a word. Both palettes have a
 * contrast of 4.5 and more for text.
 */
export const STYLE = `
:root{color-scheme:light dark;
--paper:#fdfdfb;--raise:#f3f3ee;--ink:#1d2329;--soft:#565e66;--line:#d6d6ce;--group:#0a5a9c;--twin:#a05a00;--log:#6a727a;--alert:#9b1c1c;--alert-back:#fbeeec}
@media (prefers-color-scheme:dark){:root{
--paper:#14181c;--raise:#1d2328;--ink:#e6e8ea;--soft:#a7b0b8;--line:#3a4249;--group:#6cb4f0;--twin:#e0a458;--log:#929ba4;--alert:#ff9d92;--alert-back:#33201f}}
*{box-sizing:border-box}
html{-webkit-text-size-adjust:100%;text-size-adjust:100%}
body{margin:0;background:var(--paper);color:var(--ink);font:16px/1.55 "Segoe UI",Roboto,"Helvetica Neue","Liberation Sans",Arial,system-ui,sans-serif;overflow-wrap:anywhere}
header,main,footer{max-width:66rem;margin:0 auto;padding:0 1.25rem}
header{padding-top:2.5rem}
h1,h2,h3,h4{line-height:1.25;margin:0;text-wrap:balance}
h1{font-size:1.1rem;letter-spacing:.02em;color:var(--soft);font-weight:600}
h2{font-size:1.6rem;font-weight:650;letter-spacing:-.01em;margin:3.5rem 0 .75rem;padding-top:1.25rem;border-top:1px solid var(--line)}
h3{font-size:1.15rem;font-weight:650;margin:2.25rem 0 .5rem}
h4{font-size:1rem;font-weight:650}
p,ul,ol{margin:.6rem 0;max-width:44rem}
ul,ol{padding-left:1.2rem}
li{margin:.25rem 0}
a{color:var(--group);text-underline-offset:.15em}
a:focus-visible,summary:focus-visible,.scroll:focus-visible{outline:2px solid var(--group);outline-offset:2px}
code{font:.88em ui-monospace,"SF Mono",Menlo,Consolas,monospace;unicode-bidi:isolate;background:var(--raise);border-radius:3px;padding:.05em .3em}
.skip{position:absolute;left:-999rem}
.skip:focus{left:1rem;top:1rem;background:var(--paper);padding:.5rem}
.meta{color:var(--soft);font-size:.9rem;margin:.25rem 0 0;max-width:none}
.lead{font-size:1.5rem;line-height:1.3;font-weight:650;letter-spacing:-.01em;margin:1.5rem 0 .5rem;max-width:48rem;text-wrap:balance}
.lead.yes{color:var(--alert)}
.facts{display:grid;grid-template-columns:repeat(auto-fit,minmax(min(100%,9.5rem),1fr));gap:0;margin:1.75rem 0;border-top:1px solid var(--line);border-left:1px solid var(--line)}
.facts div{padding:.7rem .9rem;border-right:1px solid var(--line);border-bottom:1px solid var(--line)}
.facts dt{font-size:.8rem;color:var(--soft)}
.facts dd{margin:.1rem 0 0;font-size:1.2rem;font-weight:650;font-variant-numeric:tabular-nums;line-height:1.3}
@media (min-width:60rem){.beside{display:grid;grid-template-columns:minmax(0,1.75fr) minmax(0,1fr);gap:0 3.5rem}}
aside h3{margin-top:1.5rem;font-size:1rem}
aside ul{font-size:.92rem;color:var(--soft)}
nav ul{list-style:none;padding:0;margin:1.5rem 0 0;display:flex;flex-wrap:wrap;gap:.25rem 1.25rem;font-size:.9rem;max-width:none}
nav li{margin:0}
nav a{display:inline-block;padding:.2rem 0}
.badge{display:inline-block;font-size:.8rem;font-weight:650;letter-spacing:.03em;color:var(--alert);background:var(--alert-back);border:1px solid var(--alert);border-radius:3px;padding:.1rem .5rem;vertical-align:.2em;margin-right:.4rem}
.note{color:var(--soft);font-size:.9rem}
.against{border-left:3px solid var(--twin);padding:.1rem 0 .1rem 1rem;margin:1rem 0}
.scroll{overflow-x:auto;margin:.9rem 0;max-width:100%}
table{border-collapse:collapse;font-size:.88rem;line-height:1.4;font-variant-numeric:tabular-nums;min-width:min(100%,30rem)}
th,td{text-align:left;vertical-align:top;padding:.4rem 1.1rem .4rem 0;border-bottom:1px solid var(--line);overflow-wrap:normal}
th{font-weight:650;color:var(--soft);font-size:.8rem;vertical-align:bottom;border-bottom-color:var(--soft)}
th.n,td.n{text-align:right}
td{white-space:nowrap}
td.w{white-space:normal;min-width:16rem;overflow-wrap:anywhere}
td.x{white-space:normal;min-width:24rem;overflow-wrap:anywhere}
tr:last-child td{border-bottom-color:var(--soft)}
.figures{display:grid;grid-template-columns:repeat(auto-fit,minmax(min(100%,27rem),1fr));gap:2rem 3rem;margin:1.25rem 0;align-items:start}
figure{margin:0;min-width:0}
figure.wide{grid-column:1/-1}
figcaption p{color:var(--soft);font-size:.9rem;line-height:1.45;margin:.25rem 0 .4rem}
.drawn{display:grid;grid-template-columns:repeat(auto-fit,minmax(min(100%,20rem),1fr));gap:1rem 3rem;max-width:30rem}
.wide .drawn{max-width:none}
svg{display:block;width:100%;height:auto;max-width:31rem;font-family:inherit}
.key{list-style:none;padding:0;margin:.3rem 0 .5rem;display:flex;flex-wrap:wrap;gap:.1rem 1.1rem;font-size:.82rem;color:var(--soft)}
.key li{margin:0}
.key .group span,.key .for span,.key .against span{color:var(--group)}
.key .against{border:0;padding:0;margin:0}
.key .twin span{color:var(--twin)}
.key .log span{color:var(--log)}
details{margin:.5rem 0}
summary{cursor:pointer;color:var(--soft);font-size:.85rem;padding:.25rem 0}
dl.words dt{font-weight:650;margin-top:.6rem}
dl.words dd{margin:0;max-width:44rem;font-size:.92rem}
footer{color:var(--soft);font-size:.85rem;padding-top:2rem;padding-bottom:4rem}
@media (max-width:40rem){
body{font-size:15px}
header{padding-top:1.5rem}
header,main,footer{padding-left:1rem;padding-right:1rem}
h2{font-size:1.35rem;margin-top:2.5rem}
.lead{font-size:1.25rem}
.facts{grid-template-columns:1fr 1fr}
.facts dd{font-size:1.05rem}
td.w,td.x{min-width:14rem}}
@media print{
:root{--paper:#fff;--raise:#f4f4f4;--ink:#000;--soft:#444;--line:#bbb;--group:#0a5a9c;--twin:#a05a00;--log:#666;--alert:#9b1c1c;--alert-back:#fff;color-scheme:light}
@page{margin:16mm 14mm}
html{font-size:10pt}
body{font-size:10pt}
header,main,footer{max-width:none;padding:0}
nav,.skip{display:none}
h2,h3,h4{break-after:avoid}
section.group{break-before:page}
figure,tr,.facts{break-inside:avoid}
.scroll{overflow:visible}
table{font-size:8pt}
th{font-size:7.5pt}
td.w,td.x{min-width:0}
.figures{grid-template-columns:1fr 1fr;gap:1.2rem 1.5rem}
details:not([open]){display:none}
a{color:inherit;text-decoration:none}}
`;
