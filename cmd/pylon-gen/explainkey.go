package main

import (
	"cmp"
	"fmt"
	"strings"
	"text/tabwriter"

	"github.com/pylon-gen/pylon-gen/internal/schema"
)

func explainKey(k schema.Key) string {
	var b strings.Builder
	fmt.Fprintf(&b, "%s\n\n%s\n", k.Path, k.Description)
	if k.Default != "" {
		fmt.Fprintf(&b, "\ndefault:  %s", k.Default)
	}
	if len(k.Accepts) > 0 {
		fmt.Fprintf(&b, "\naccepts:  %s", strings.Join(k.Accepts, ", "))
	}
	if k.Form != "" {
		fmt.Fprintf(&b, "\nform:     %s", k.Form)
	}
	if k.Example != "" && !k.Block {
		fmt.Fprintf(&b, "\nexample:  %s", k.Example)
	}
	where := "above stages only"
	if k.PerStage {
		where = "above stages, or in one of them"
	}
	fmt.Fprintf(&b, "\nwritten:  %s\n", where)
	b.WriteString(keysBelow(k))
	if k.Example != "" && k.Block {
		fmt.Fprintf(&b, "\nexample:\n\n%s", indented(k.Example))
	}
	return b.String()
}

// keysBelow is a table of the keys directly below one, "" when there are none.
func keysBelow(k schema.Key) string {
	below := schema.Below(k)
	if len(below) == 0 {
		return ""
	}
	var b strings.Builder
	b.WriteString("\nkeys:\n\n")
	w := tabwriter.NewWriter(&b, 0, 0, 2, ' ', 0)
	fmt.Fprint(w, "    KEY\tDEFAULT\tMEANING\n")
	for _, other := range below {
		fmt.Fprintf(w, "    %s\t%s\t%s\n", nameBelow(k, other), cmp.Or(other.Default, "-"), firstSentence(other.Description))
	}
	_ = w.Flush() // into memory
	return b.String()
}

// nameBelow is how a key is written inside another one.
func nameBelow(k, below schema.Key) string {
	name := strings.TrimPrefix(below.Path, k.Path)
	name = strings.TrimPrefix(strings.TrimPrefix(name, "[]"), ".")
	if k.Path == "stages" {
		return "<name>." + name
	}
	return name
}

// firstSentence is the start of a description, up to its first full stop.
func firstSentence(text string) string {
	first, _, more := strings.Cut(text, ". ")
	if more {
		return first + "."
	}
	return text
}
