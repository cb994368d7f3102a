package sst

import (
	"strings"

	"github.com/pylon-gen/pylon-gen/internal/stack"
)

// collectors are the stages with a collector: its configuration, and the
// condition.
func (p *program) collectors() (stages fold, config doc, some condition) {
	return p.part("collector", "string[]",
		func(s *stack.Stack) bool { return s.Service.Collector.Image != "" },
		func(s *stack.Stack) doc {
			return strs(strings.Split(strings.TrimRight(s.Service.Collector.Config, "\n"), "\n"))
		})
}

// collector writes the container beside the app, and what it may do.
func (p *program) collector() {
	f, config, some := p.collectors()
	if f.none() {
		return
	}
	scraped, workspace, scrapes := f.part("workspace", "string",
		func(s *stack.Stack) bool { return s.Service.Collector.Workspace != "" },
		func(s *stack.Stack) doc { return str(s.Service.Collector.Workspace) })
	secrets := array()
	if !scraped.none() {
		name := scraped.stages[0].Service.Collector.TokenEnv
		secrets = array(listed(scrapes, inline(prop("name", str(name)), prop("valueFrom", text("ssm."+name)))))
	}
	p.add(text("// Beside the app: takes its traces, reads its metrics."))
	p.declare("collector", onlyIf(some, object(
		prop("name", str("collector")),
		prop("image", f.string("collectorImage", func(s *stack.Stack) string { return s.Service.Collector.Image })),
		prop("essential", boolean(false)),
		prop("environment", array(object(
			prop("name", str("AOT_CONFIG_CONTENT")),
			prop("value", join(config, text(`.join("\n")`))),
		))),
		prop("secrets", secrets),
		prop("user", p.user()),
		prop("readonlyRootFilesystem", boolean(true)),
		prop("linuxParameters", inline(prop("capabilities", p.capabilities()))),
	)))
	var statements []doc
	if traced, traces := f.where("xray", func(s *stack.Stack) bool { return s.Service.Collector.XRay }); !traced.none() {
		statements = append(statements, listed(traces, object(
			note("X-Ray knows no resources for these."),
			prop("actions", strs([]string{"xray:GetSamplingRules", "xray:GetSamplingTargets", "xray:PutTelemetryRecords", "xray:PutTraceSegments"})),
			prop("resources", strs([]string{"*"})),
		)))
	}
	if !scraped.none() {
		statements = append(statements, listed(scrapes, object(
			prop("actions", strs([]string{"aps:RemoteWrite"})),
			prop("resources", array(workspace)),
		)))
	}
	p.declare("collectorPolicy", onlyIf(some.by("collector"), policy(statements...)))
}
