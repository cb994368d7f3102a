package diff

import (
	"fmt"
	"net/url"
	"slices"

	"github.com/pylon-gen/pylon-gen/internal/diff/engine"
	"github.com/pylon-gen/pylon-gen/internal/resource"
)

// cors finds web origins whose pages may newly call the API or upload. The stage's
// own names are not among them: they come with the domain.
func (c *comparison) cors() {
	own := c.ownHosts()
	var said []string
	note := func(origin, what string) {
		if u, err := url.Parse(origin); err == nil && slices.Contains(own, u.Hostname()) || slices.Contains(said, origin) {
			return
		}
		said = append(said, origin)
		e := Effect{Word: Opens, Resource: origin, Action: "update", Property: "origins", New: value(origin), Confidence: Proven,
			Message: fmt.Sprintf("pages of %s may %s (CORS, trusted origins)", origin, what)}
		c.add(e)
	}
	for _, o := range c.new.Origins {
		if !slices.Contains(c.old.Origins, o) {
			note(o.String(), "call the API from a browser")
		}
	}
	for _, p := range c.pairs("AWS::S3::Bucket") {
		old, now := corsOf(p.old), corsOf(p.new)
		for _, origin := range now["AllowedOrigins"] {
			if !slices.Contains(old["AllowedOrigins"], origin) {
				note(origin, "use the bucket from a browser")
			}
		}
		for _, name := range []string{"AllowedMethods", "AllowedHeaders", "ExposedHeaders"} {
			for _, item := range now[name] {
				if len(old["AllowedOrigins"]) > 0 && !slices.Contains(old[name], item) && !slices.Contains(old[name], "*") {
					e := c.changed(p, Opens, "CorsConfiguration", fmt.Sprintf("pages of its origins may newly use %s of %s (CORS)", item, noun(p.id, p.new.Type)))
					e.Property, e.Old, e.New = name+" "+item, nil, value(item)
					c.add(e)
				}
			}
		}
	}
}

// ownHosts are the hosts of the stage itself, before and after.
func (c *comparison) ownHosts() []string {
	var out []string
	for _, s := range []*Stage{c.old, c.new} {
		for _, name := range s.Domain.Names() {
			out = append(out, name.String())
		}
		if s.CDN.Domain != "" {
			out = append(out, s.CDN.Domain.String())
		}
	}
	return out
}

// corsOf are the values of all rules of a bucket, by name.
func corsOf(bucket resource.Resource) map[string][]string {
	out := map[string][]string{}
	for _, rule := range bucket.Properties.Get("CorsConfiguration", "CorsRules").Present() {
		for _, m := range rule.Value.Present() {
			for _, item := range m.Value.Present() {
				out[m.Name] = append(out[m.Name], engine.Text(item.Value))
			}
		}
	}
	return out
}
