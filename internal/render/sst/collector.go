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

// collector writes the container alongside the app, and what it may do.
func (p *program) collector() {
	f, config, some := p.collectors()
	if f.none() {
		return
	}
	scraped, _, scrapes := f.workspaces()
	secrets := array()
	if !scraped.none() {
		name := scraped.stages[0].Service.Collector.TokenEnv
		secrets = array(listed(scrapes, inline(prop("name", str(name)), prop("valueFrom", raw("ssm."+name)))))
	}
	environment := []doc{object(
		prop("name", str("AOT_CONFIG_CONTENT")),
		prop("value", join(config, raw(`.join("\n")`))),
	)}
	environment = append(environment, f.items("collectorEnv", "{ name: string; value: string }[]", func(s *stack.Stack) []doc {
		var list []doc
		for _, v := range s.Service.Collector.Env {
			list = append(list, object(when(v.Why != "", note(v.Why)), prop("name", str(v.Name)), prop("value", p.variable(s, v))))
		}
		return list
	})...)
	p.add(raw("// Alongside the app, for its traces and metrics."))
	p.declare("collector", onlyIf(some, object(
		prop("name", str("collector")),
		prop("image", f.string("collectorImage", func(s *stack.Stack) string { return s.Service.Collector.Image })),
		prop("essential", boolean(false)),
		note("a hard limit: the app keeps the rest"),
		prop("memory", f.int("collectorMemory", func(s *stack.Stack) int { return s.Service.Collector.MemoryMiB })),
		prop("environment", array(environment...)),
		prop("secrets", secrets),
		prop("user", p.user()),
		prop("readonlyRootFilesystem", boolean(true)),
		prop("linuxParameters", inline(prop("capabilities", p.capabilities()))),
	)))
	statements := p.rights(f, stack.AppRole, stack.ForTraces, stack.ForMetrics)
	p.declare("collectorPolicy", onlyIf(some.by("collector"), policy(statements...)))
}

// workspaces are the stages of f whose metrics are scraped: the ARN of what takes
// them, and the condition.
func (f fold) workspaces() (stages fold, arn doc, some condition) {
	return f.part("workspace", "string",
		func(s *stack.Stack) bool { return s.Service.Collector.Workspace != "" },
		func(s *stack.Stack) doc { return str(s.Service.Collector.Workspace) })
}
