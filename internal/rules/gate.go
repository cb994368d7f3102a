package rules

import (
	"fmt"

	"github.com/pylon-gen/pylon-gen/internal/diag"
	"github.com/pylon-gen/pylon-gen/internal/pylon"
)

// gate returns the capability that a rule's versions follow from, nil when they
// are a range or all.
func (r *Rule) gate() *pylon.Capability {
	if r.Lacking != nil {
		return r.Lacking
	}
	return r.Having
}

// concerns reports whether a rule is for a version of the runtime, and whether
// that is not proven.
func (r *Rule) concerns(v pylon.Version) (yes, unproven bool) {
	switch {
	case r.Lacking != nil:
		return !v.Has(r.Lacking.Gate), v.Unproven(r.Lacking.Gate)
	case r.Having != nil:
		return !v.Lacks(r.Having.Gate), v.Unproven(r.Having.Gate)
	}
	return r.Versions.Holds(v), false
}

// Runtime returns the versions of the runtime that a rule is for: "all", "before
// 0.3.72", "before 0.3.315, and as a warning before 0.3.355".
func (r *Rule) Runtime() string {
	g := r.gate()
	switch {
	case g == nil:
		return r.Versions.String()
	case r.Lacking != nil && g.Known == g.From:
		return "before " + g.From.String()
	case r.Lacking != nil && g.Known == pylon.Version{}:
		return fmt.Sprintf("before %s, and as a warning from then on", g.From)
	case r.Lacking != nil:
		return fmt.Sprintf("before %s, and as a warning before %s", g.From, g.Known)
	case g.Known == g.From:
		return "from " + g.From.String()
	}
	return fmt.Sprintf("from %s, and as a warning from %s", g.Known, g.From)
}

// Gate returns what a rule takes for known of the runtime: since which version,
// how sure it is and where that was read. It is "" for a rule without one.
func (r *Rule) Gate() string {
	g := r.gate()
	if g == nil {
		return ""
	}
	return fmt.Sprintf("the runtime %s %s; %s: %s", g.What, g.Gate, g.Sure, g.Evidence)
}

// weigh makes a finding of something that is not proven a warning at most, and
// says what is not known.
func (c *checker) weigh(d *diag.Diagnostic) {
	if !c.unproven {
		return
	}
	g := c.rule.gate()
	if d.Severity == diag.Error {
		d.Severity = diag.Warning
	}
	d.Message = "not proven: " + d.Message
	otherwise := "If it does not"
	if c.rule.Having != nil {
		otherwise = "If it does"
	}
	d.Why = fmt.Sprintf("it is not proven whether runtime %s %s: %s. %s, %s", c.version, g.What, g.Doubt(), otherwise, d.Why)
}
