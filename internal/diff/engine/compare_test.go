package engine

import (
	"strings"
	"testing"

	"github.com/pylon-gen/pylon-gen/internal/resource"
)

func TestCompare(t *testing.T) {
	fixed := func(name, property, value string, keys ...string) Thing {
		return Thing{Name: name, Type: "T", Keys: keys, Fixed: map[string]string{property: value}}
	}
	data := func(keep resource.Keep) Thing {
		return Thing{Name: "Data", Type: "T", HoldsData: true, Keep: keep}
	}
	for name, c := range map[string]struct {
		before, after []Thing
		want          string
	}{
		"nothing":            {[]Thing{fixed("A", "p", "1")}, []Thing{fixed("A", "p", "1")}, ""},
		"added and removed":  {[]Thing{fixed("A", "p", "1")}, []Thing{fixed("B", "p", "1")}, "+ B; - A"},
		"replaced":           {[]Thing{fixed("A", "p", "1")}, []Thing{fixed("A", "p", "2")}, "replaces A (p)"},
		"spreads":            {[]Thing{fixed("A", "p", "1"), fixed("B", "q", "<A>")}, []Thing{fixed("A", "p", "2"), fixed("B", "q", "<A>")}, "replaces A (p); replaces B (q)"},
		"key moves":          {[]Thing{fixed("A", "p", "1", "k")}, []Thing{fixed("B", "p", "1", "k")}, "+ B; - A; collides B (k)"},
		"key stays":          {[]Thing{fixed("A", "p", "1", "k")}, []Thing{fixed("A", "p", "1", "k")}, ""},
		"replaced with key":  {[]Thing{fixed("A", "p", "1", "k")}, []Thing{fixed("A", "p", "2", "k")}, "replaces A (p); collides A (k)"},
		"key of another":     {[]Thing{fixed("A", "p", "1"), fixed("B", "q", "<A>", "k <A>")}, []Thing{fixed("A", "p", "2"), fixed("B", "q", "<A>", "k <A>")}, "replaces A (p); replaces B (q)"},
		"keys swap":          {[]Thing{fixed("A", "p", "1", "k"), fixed("B", "p", "1", "l")}, []Thing{fixed("A", "p", "1", "l"), fixed("B", "p", "1", "k")}, "collides A (l); collides B (k)"},
		"data goes":          {[]Thing{data(resource.Delete)}, nil, "- Data; loses Data"},
		"store":              {[]Thing{{Name: "A", Store: true, Fixed: map[string]string{"p": "1"}}}, []Thing{{Name: "A", Store: true, Fixed: map[string]string{"p": "2"}}}, "replaces A (p); empties A (p)"},
		"data leaves a copy": {[]Thing{data(resource.Retain)}, nil, "- Data"},
		"guard goes":         {[]Thing{{Name: "A", Guards: []string{"g"}}}, []Thing{{Name: "A"}}, "unguarded A (g)"},
		"other balancer":     {[]Thing{{Name: "A", On: "x"}}, []Thing{{Name: "A", On: "y"}}, "collides A (hangs on x)"},
		"in place":           {[]Thing{{Name: "A", Properties: map[string]string{"p": "1", "q": "1"}}}, []Thing{{Name: "A", Properties: map[string]string{"p": "2", "q": "1"}}}, "changes A (p)"},
		"in place and new":   {[]Thing{{Name: "A", Properties: map[string]string{"q": "1"}, Fixed: map[string]string{"p": "1"}}}, []Thing{{Name: "A", Properties: map[string]string{"q": "2"}, Fixed: map[string]string{"p": "2"}}}, "replaces A (p)"},
		"perhaps": {[]Thing{{Name: "A", Perhaps: map[string]string{"p": "1"}}, fixed("B", "q", "<A>")},
			[]Thing{{Name: "A", Perhaps: map[string]string{"p": "2"}}, fixed("B", "q", "<A>")}, "may replace A (p); may replace B (q)"},
	} {
		t.Run(name, func(t *testing.T) {
			var got []string
			for _, e := range Compare(c.before, c.after) {
				got = append(got, e.String())
			}
			if strings.Join(got, "; ") != c.want {
				t.Errorf("%q, want %q", strings.Join(got, "; "), c.want)
			}
		})
	}
}
