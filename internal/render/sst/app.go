package sst

import (
	"slices"

	"github.com/pylon-gen/pylon-gen/internal/stack"
)

// Versions of the providers that SST 4.17.1 comes with alongside AWS's.
const (
	cloudflareVersion = "6.15.0"
	randomVersion     = "4.16.6"
	vercelVersion     = "4.6.0" // @pulumiverse/vercel
)

// config is the body of app().
func (p *program) config() []doc {
	tags := p.pick("tags", "Record<string, string>", func(s *stack.Stack) doc {
		var props []property
		for _, t := range s.Tags {
			props = append(props, prop(t.Key, str(t.Value)))
		}
		return object(props...)
	})
	tagged := slices.ContainsFunc(p.stages, func(s *stack.Stack) bool { return len(s.Tags) > 0 })
	_, generates := p.origins()
	providers := []property{
		prop("aws", object(
			prop("region", p.region()),
			when(tagged, prop("defaultTags", inline(prop("tags", tags)))),
		)),
		when(p.uses(stack.Cloudflare), prop("cloudflare", str(cloudflareVersion))),
		when(generates, prop("random", str(randomVersion))),
		when(p.uses(stack.Vercel), prop("vercel", str(vercelVersion))),
	}
	return []doc{
		join(raw("return "), object(
			prop("name", str(p.app.Name)),
			prop("home", str("aws")),
			prop("removal", choose(p.retain(), str("retain"), str("remove"))),
			prop("protect", p.protect()),
			prop("providers", object(providers...)),
		), raw(";")),
	}
}

// uses reports whether some stage has its names in a DNS of this kind.
func (p *program) uses(kind stack.DNS) bool {
	return slices.ContainsFunc(p.stages, func(s *stack.Stack) bool {
		return s.Domain.Given() && s.Domain.DNS == kind
	})
}

func (p *program) region() doc {
	return p.string("region", func(s *stack.Stack) string { return s.Region })
}

func (p *program) protect() doc {
	return p.bool("protect", func(s *stack.Stack) bool { return s.Protect })
}

func (p *program) retain() doc {
	return p.bool("retain", func(s *stack.Stack) bool { return s.Retain })
}
