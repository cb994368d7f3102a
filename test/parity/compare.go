package parity

import (
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strings"

	"github.com/pylon-gen/pylon-gen/test/difference"
)

// The clouds, by the names that package difference has for them.
const (
	SST            = "sst"
	CloudFormation = "cloudformation"
)

// Reasons are the differences that comparisons have needed.
type Reasons map[*difference.Fact]bool

// Unneeded are the differences of a cloud that no comparison needed, a line each.
func (r Reasons) Unneeded(cloud string) []string {
	var out []string
	for _, d := range difference.All {
		for i := range d.Facts {
			if f := &d.Facts[i]; f.Cloud == cloud && !r[f] {
				out = append(out, fmt.Sprintf("%s (%s): model %q, has %q", d.What, f.Name, f.Model, f.Has))
			}
		}
	}
	return out
}

// Compare returns what a cloud has other than the model, one line a value; what
// package difference has a reason for is not among it.
func Compare(cloud string, model, observed Facts, needed Reasons) []string {
	var out []string
	names := map[string]bool{}
	for _, facts := range []Facts{model, observed} {
		for name := range facts {
			names[name] = true
		}
	}
	for _, name := range slices.Sorted(maps.Keys(names)) {
		missing, extra := without(model[name], observed[name]), without(observed[name], model[name])
		for _, f := range reasons(cloud) {
			if (len(missing) > 0 || len(extra) > 0) && f.matches(name, model) {
				missing, extra = f.excuse(missing, extra, needed)
			}
		}
		for _, value := range missing {
			out = append(out, fmt.Sprintf("%s: %s lacks %q", name, cloud, value))
		}
		for _, value := range extra {
			out = append(out, fmt.Sprintf("%s: %s has %q", name, cloud, value))
		}
	}
	return out
}

// without are the values of a that are not among b, each as often as it is there
// more often.
func without(a, b []string) []string {
	rest := slices.Clone(b)
	var out []string
	for _, value := range a {
		if i := slices.Index(rest, value); i >= 0 {
			rest = slices.Delete(rest, i, i+1)
			continue
		}
		out = append(out, value)
	}
	return out
}

// reason is a difference of facts, its patterns compiled.
type reason struct {
	*difference.Fact
	name, model, has, condition *regexp.Regexp
	unless                      [2]string // name and value of a fact
}

var compiled = map[string][]reason{}

// reasons are the differences between the model and a cloud.
func reasons(cloud string) []reason {
	if compiled[cloud] != nil {
		return compiled[cloud]
	}
	for i := range difference.All {
		for j := range difference.All[i].Facts {
			if f := &difference.All[i].Facts[j]; f.Cloud == cloud {
				r := reason{Fact: f, name: glob(f.Name), model: glob(f.Model), has: glob(f.Has)}
				if condition := difference.All[i].If; condition != "" {
					r.condition = glob(condition)
				}
				r.unless[0], r.unless[1], _ = strings.Cut(difference.All[i].Unless, " = ")
				compiled[cloud] = append(compiled[cloud], r)
			}
		}
	}
	return compiled[cloud]
}

// glob is a pattern in which a star stands for anything and a bar separates
// alternatives.
func glob(pattern string) *regexp.Regexp {
	var alternatives []string
	for _, one := range strings.Split(pattern, " | ") {
		alternatives = append(alternatives, strings.ReplaceAll(regexp.QuoteMeta(one), `\*`, ".*"))
	}
	return regexp.MustCompile("^(?s:" + strings.Join(alternatives, "|") + ")$")
}

// matches reports whether the reason is for a fact of a stage with this model.
func (r reason) matches(name string, model Facts) bool {
	if !r.name.MatchString(name) || slices.Contains(model[r.unless[0]], r.unless[1]) {
		return false
	}
	if r.condition == nil {
		return true
	}
	for fact := range model {
		if r.condition.MatchString(fact) {
			return true
		}
	}
	return false
}

// excuse takes away what the reason explains. Where it says what the cloud has in
// place of what the model has, both must be there.
func (r reason) excuse(missing, extra []string, needed Reasons) (stillMissing, stillExtra []string) {
	instead := r.Model != "" && r.Has != ""
	m := slices.DeleteFunc(slices.Clone(missing), r.model.MatchString)
	e := slices.DeleteFunc(slices.Clone(extra), r.has.MatchString)
	if r.Model == "" {
		m = missing
	}
	if r.Has == "" {
		e = extra
	}
	if instead && (len(m) == len(missing) || len(e) == len(extra)) || len(m) == len(missing) && len(e) == len(extra) {
		return missing, extra
	}
	needed[r.Fact] = true
	return m, e
}
