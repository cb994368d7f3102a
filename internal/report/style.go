package report

// style is the style of a page: light and dark, for narrow screens and for paper. The
// page can be read without it.
const style = `:root{--text:#1f2328;--page:#fff;--rule:#d1d9e0;--code:#f6f8fa;--muted:#555;--error:#b3261e;--warning:#8a5300}
@media(prefers-color-scheme:dark){:root{--text:#e6edf3;--page:#0d1117;--rule:#3d444d;--code:#161b22;--muted:#9da7b3;--error:#ff8a80;--warning:#e3b341}}
body{font:15px/1.5 system-ui,sans-serif;margin:2rem auto;max-width:75rem;padding:0 1rem;color:var(--text);background:var(--page)}
h1,h2,h3,td,dd,p{overflow-wrap:anywhere}
a{color:inherit}
.wide{overflow-x:auto}
table{border-collapse:collapse;width:100%}
td,th{border-bottom:1px solid var(--rule);padding:.4rem .6rem;text-align:left;vertical-align:top}
.n{white-space:nowrap;text-align:right}
.part td,.part th{font-weight:600}
code{font:13px ui-monospace,monospace;background:var(--code);padding:.1rem .3rem;overflow-wrap:anywhere}
figure{margin:1rem 0;overflow-x:auto}
@media(max-width:60rem){figure .pylon-stage{max-width:none}}
dt{font-weight:600}
summary{cursor:pointer;margin:1rem 0}
small,.info{color:var(--muted)}
.error{color:var(--error)}
.warning{color:var(--warning)}
td.error,td.warning{font-weight:600}
@media print{body{margin:0;max-width:none}nav{display:none}section{break-inside:auto}article,figure,tr{break-inside:avoid}.wide,figure{overflow:visible}}`
