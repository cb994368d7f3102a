package schema

import (
	"fmt"
	"regexp"
	"testing"

	"gopkg.in/yaml.v3"
)

func TestUnits(t *testing.T) {
	read := func(into any, text string) string {
		if err := yaml.Unmarshal([]byte(fmt.Sprintf("%q", text)), into); err != nil {
			return err.Error()
		}
		switch x := into.(type) {
		case *Duration:
			return fmt.Sprint(int(*x), " ", *x)
		case *MilliCPU:
			return fmt.Sprint(int(*x), " ", *x)
		case *MiB:
			return fmt.Sprint(int(*x), " ", *x)
		case *ACU:
			return fmt.Sprint(float64(*x), " ", *x)
		}
		return "?"
	}
	for _, c := range []struct {
		into    any
		pattern string
		text    string
		want    string // "" when the pattern refuses it
	}{
		{new(Duration), DurationPattern, "3600 seconds", "3600 1 hour"},
		{new(Duration), DurationPattern, "90 s", "90 90 seconds"},
		{new(Duration), DurationPattern, "1h", "3600 1 hour"},
		{new(Duration), DurationPattern, "30 days", "2592000 30 days"},
		{new(Duration), DurationPattern, "0 seconds", "0 0 seconds"},
		{new(Duration), DurationPattern, "1 year", "31536000 365 days"},
		{new(Duration), DurationPattern, "1.5 hours", ""},
		{new(Duration), DurationPattern, "-1 s", ""},
		{new(Duration), DurationPattern, "3600", ""},
		{new(Duration), DurationPattern, "1 month", ""},
		{new(MilliCPU), CPUPattern, "0.25 vCPU", "250 0.25 vCPU"},
		{new(MilliCPU), CPUPattern, "16 vCPU", "16000 16 vCPU"},
		{new(MilliCPU), CPUPattern, "1vCPU", ""},
		{new(MilliCPU), CPUPattern, "1 vcpu", ""},
		{new(MiB), MemoryPattern, "512 MB", "512 512 MB"},
		{new(MiB), MemoryPattern, "0.5 GB", "512 512 MB"},
		{new(MiB), MemoryPattern, "1.5 GB", "1536 1.5 GB"},
		{new(MiB), MemoryPattern, "30 GB", "30720 30 GB"},
		{new(MiB), MemoryPattern, "512MB", ""},
		{new(MiB), MemoryPattern, "1 GiB", ""},
		{new(ACU), ACUPattern, "0.5 ACU", "0.5 0.5 ACU"},
		{new(ACU), ACUPattern, "128 ACU", "128 128 ACU"},
		{new(ACU), ACUPattern, "0.25 ACU", ""},
	} {
		matches := regexp.MustCompile(c.pattern).MatchString(c.text)
		if matches != (c.want != "") {
			t.Errorf("%q matches: %t", c.text, matches)
		}
		if c.want != "" {
			if got := read(c.into, c.text); got != c.want {
				t.Errorf("%q is %s, want %s", c.text, got, c.want)
			}
		}
	}
}
