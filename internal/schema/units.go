package schema

import (
	"fmt"
	"math"
	"strconv"
	"strings"

	"gopkg.in/yaml.v3"

	"github.com/pylon-gen/pylon-gen/internal/pattern"
)

// Duration is a time span in seconds.
type Duration int

// MilliCPU is a share of virtual CPUs in thousandths.
type MilliCPU int

// MiB is an amount of memory in mebibytes. As ECS and SST do, "MB" and "GB" in
// the spec mean binary units.
type MiB int

// ACU is an amount of Aurora capacity units.
type ACU float64

// USD is an amount of money in US dollars.
type USD float64

// Version is a version number as written, quotes or not: 16 and "16.8".
type Version string

// The forms of a value with a unit. They are in the published schema too.
const (
	DurationPattern = `^[0-9]{1,9} ?(s|m|h|d|w)$|^[0-9]{1,9} (seconds?|minutes?|hours?|days?|weeks?|years?)$`
	CPUPattern      = `^[0-9]{1,3}(\.[0-9]{1,3})? vCPU$`
	MemoryPattern   = `^[0-9]{1,6}(\.[0-9]{1,3})? (MB|GB)$`
	ACUPattern      = `^[0-9]{1,3}(\.[05])? ACU$`
	USDPattern      = `^[0-9]{1,7}(\.[0-9]{1,2})? USD$`
	VersionPattern  = `^[0-9]{1,3}(\.[0-9]{1,3})?$`
)

var seconds = map[string]int{
	"s": 1, "second": 1, "seconds": 1,
	"m": 60, "minute": 60, "minutes": 60,
	"h": 3600, "hour": 3600, "hours": 3600,
	"d": 86400, "day": 86400, "days": 86400,
	"w": 7 * 86400, "week": 7 * 86400, "weeks": 7 * 86400,
	"year": 365 * 86400, "years": 365 * 86400,
}

var quantity = pattern.Of(`^([0-9]+(?:\.[0-9]+)?) ?([A-Za-z]+)$`)

// amount splits "0.25 vCPU" into its number and unit.
func amount(n *yaml.Node) (float64, string, error) {
	m := quantity.FindStringSubmatch(n.Value)
	if m == nil {
		return 0, "", fmt.Errorf("line %d: %q is not a number with a unit", n.Line, n.Value)
	}
	f, err := strconv.ParseFloat(m[1], 64)
	return f, m[2], err
}

// UnmarshalYAML parses "3600 seconds", "30 days" or "1h".
func (d *Duration) UnmarshalYAML(n *yaml.Node) error {
	f, unit, err := amount(n)
	*d = Duration(f) * Duration(seconds[unit])
	return err
}

// String writes d in its largest whole unit: "1 hour", "90 seconds".
func (d Duration) String() string {
	for _, u := range []struct {
		size int
		name string
	}{{86400, "day"}, {3600, "hour"}, {60, "minute"}, {1, "second"}} {
		if int(d)%u.size == 0 && int(d) >= u.size {
			n := int(d) / u.size
			if n == 1 {
				return "1 " + u.name
			}
			return fmt.Sprintf("%d %ss", n, u.name)
		}
	}
	return "0 seconds"
}

// UnmarshalYAML parses "0.25 vCPU".
func (c *MilliCPU) UnmarshalYAML(n *yaml.Node) error {
	f, _, err := amount(n)
	*c = MilliCPU(math.Round(f * 1000))
	return err
}

// String writes c as in the spec: "0.25 vCPU".
func (c MilliCPU) String() string { return decimal(float64(c)/1000) + " vCPU" }

// UnmarshalYAML parses "512 MB" or "0.5 GB".
func (m *MiB) UnmarshalYAML(n *yaml.Node) error {
	f, unit, err := amount(n)
	if unit == "GB" {
		f *= 1024
	}
	*m = MiB(math.Round(f))
	return err
}

// String writes m as in the spec: "512 MB", "2 GB".
func (m MiB) String() string {
	if m >= 1024 && m%512 == 0 {
		return decimal(float64(m)/1024) + " GB"
	}
	return strconv.Itoa(int(m)) + " MB"
}

// UnmarshalYAML parses "0.5 ACU".
func (a *ACU) UnmarshalYAML(n *yaml.Node) error {
	f, _, err := amount(n)
	*a = ACU(f)
	return err
}

// String writes a as in the spec: "0.5 ACU".
func (a ACU) String() string { return decimal(float64(a)) + " ACU" }

// UnmarshalYAML parses "100 USD".
func (u *USD) UnmarshalYAML(n *yaml.Node) error {
	f, _, err := amount(n)
	*u = USD(f)
	return err
}

// String writes u as in the spec: "100 USD".
func (u USD) String() string { return decimal(float64(u)) + " USD" }

// UnmarshalYAML takes the text as written, so that 16.10 is not 16.1.
func (v *Version) UnmarshalYAML(n *yaml.Node) error {
	*v = Version(strings.TrimSpace(n.Value))
	return nil
}

func decimal(f float64) string { return strconv.FormatFloat(f, 'f', -1, 64) }
