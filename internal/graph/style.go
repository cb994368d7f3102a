package graph

import "strings"

// colour is a variable of the style sheet in both schemes.
type colour struct{ name, light, dark string }

// colours. Text on its ground has a contrast of at least 4.5 and an outline of at
// least 3; a test measures that.
var colours = []colour{
	{"page", "#ffffff", "#0d1117"},
	{"band", "#f3f5f8", "#161c25"},
	{"box", "#ffffff", "#0d1117"},
	{"text", "#1b2129", "#e8edf3"},
	{"muted", "#545d68", "#a3adb8"},
	{"line", "#66707c", "#8b96a3"},
	{"edge", "#c9d0d8", "#39424e"}, // a thin rule that tells nothing
	{"added", "#116b2c", "#56c776"},
	{"removed", "#545d68", "#a3adb8"},
	{"replaced", "#6a3fb5", "#bd9bf5"},
	{"changed", "#7a4b00", "#e0a33a"},
	{"opened", "#b3201b", "#ff8279"},
	{"price", "#e3effb", "#152c47"},
	{"price-text", "#0b3a66", "#a9d0f7"},
	{"protection", "#def3e4", "#12321f"},
	{"protection-text", "#0f5326", "#8ddba5"},
	{"warning", "#fdefc6", "#3b2c08"},
	{"warning-text", "#634100", "#f0c562"},
	{"error", "#fde3e1", "#4a1715"},
	{"error-text", "#8c1513", "#ffb1aa"},
}

// rules of the style sheet; all are below the class of the picture, which may be part
// of a page.
const rules = `
text{font:11px ui-monospace,SFMono-Regular,Menlo,Consolas,"DejaVu Sans Mono","Liberation Mono",monospace;fill:var(--text);white-space:pre}
.name{font-size:13px;font-weight:700}
.head{font-size:17px;font-weight:700}
.column{font-size:13px;font-weight:700;fill:var(--muted)}
.line,.note{fill:var(--muted)}
.page{fill:var(--page)}
.band{fill:var(--band)}
.box,.twin{fill:var(--box);stroke:var(--line);stroke-width:1}
.twin{fill:none}
.label{fill:var(--page);stroke:var(--edge)}
.way{fill:none;stroke:var(--line);stroke-width:1;stroke-linejoin:round}
.tip{fill:var(--line)}
.price rect{fill:var(--price)}
.price text{fill:var(--price-text)}
.protection rect{fill:var(--protection)}
.protection text{fill:var(--protection-text)}
.warning rect{fill:var(--warning)}
.warning text{fill:var(--warning-text)}
.error rect{fill:var(--error)}
.error text{fill:var(--error-text)}
.added .box,.added .way{stroke:var(--added);stroke-width:3}
.added .sign,.added .tip{fill:var(--added)}
.removed .box,.removed .way{stroke:var(--removed);stroke-width:2;stroke-dasharray:6 4}
.removed .sign,.removed .name,.removed .line,.removed .tip{fill:var(--removed)}
.removed .name,.removed .line{text-decoration:line-through}
.replaced .box,.replaced .twin{stroke:var(--replaced);stroke-width:2}
.replaced .sign{fill:var(--replaced)}
.changed .box,.changed .way{stroke:var(--changed);stroke-width:2}
.changed .sign,.changed .tip{fill:var(--changed)}
.opened .box,.opened .way{stroke:var(--opened);stroke-width:4}
.opened .sign,.opened .tip{fill:var(--opened)}
`

// class is that of the whole picture.
const class = "pylon-stage"

// sheet is the style sheet.
func sheet() string {
	var light, dark, all strings.Builder
	for _, c := range colours {
		light.WriteString("--" + c.name + ":" + c.light + ";")
		dark.WriteString("--" + c.name + ":" + c.dark + ";")
	}
	all.WriteString("." + class + "{" + light.String() + "max-width:100%;height:auto;color-scheme:light dark}\n")
	all.WriteString("@media (prefers-color-scheme:dark){." + class + "{" + dark.String() + "}}\n")
	for line := range strings.Lines(strings.TrimSpace(rules)) {
		selectors, body, _ := strings.Cut(line, "{")
		for i, s := range strings.Split(selectors, ",") {
			if i > 0 {
				all.WriteString(",")
			}
			all.WriteString("." + class + " " + s)
		}
		all.WriteString("{" + body)
	}
	return all.String()
}
