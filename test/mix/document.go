package mix

import (
	"bytes"
	"fmt"
	"regexp"
	"strings"

	"gopkg.in/yaml.v3"
)

// documentFaults wants every marker of a YAML document in a value that holds
// all that the spec has. A comment is inert by being one.
func documentFaults(text []byte, texts map[string]string, template bool) []string {
	var doc yaml.Node
	if err := yaml.NewDecoder(bytes.NewReader(marked(text))).Decode(&doc); err != nil {
		return []string{err.Error()}
	}
	w := &documentWalk{texts: texts, template: template}
	w.node(&doc, false, false)
	return w.faults
}

// marked is a document with empty lines for the entries of its sections that hold
// no marker: reading all of it would take most of the time.
func marked(text []byte) []byte {
	var out, entry []byte
	end := func() {
		if !markerWord.Match(entry) {
			entry = bytes.Repeat([]byte("\n"), bytes.Count(entry, []byte("\n")))
		}
		out = append(out, entry...)
		entry = entry[:0]
	}
	for line := range bytes.Lines(text) {
		switch indent := len(line) - len(bytes.TrimLeft(line, " ")); {
		case len(line) == indent+1: // a blank line
		case indent < 2:
			end()
			out = append(out, line...)
			continue
		case indent == 2:
			end()
		}
		entry = append(entry, line...)
	}
	end()
	return out
}

type documentWalk struct {
	texts    map[string]string
	template bool
	faults   []string
}

// hole is what CloudFormation replaces in the text of a !Sub.
var hole = regexp.MustCompile(`\$\{[^!}][^}]*\}`)

func (w *documentWalk) node(n *yaml.Node, key, sub bool) {
	if n.Tag == "!Join" && len(n.Content) == 2 && n.Content[0].Value == "" {
		n = pieces(n.Content[1])
	}
	switch n.Kind {
	case yaml.ScalarNode:
		w.scalar(n, key, sub || n.Tag == "!Sub")
	case yaml.MappingNode:
		for i := 0; i+1 < len(n.Content); i += 2 {
			w.node(n.Content[i], true, false)
			w.node(n.Content[i+1], false, n.Content[i].Value == "Fn::Sub")
		}
	default:
		for i, c := range n.Content {
			w.node(c, false, i == 0 && (sub || n.Tag == "!Sub"))
		}
	}
}

// pieces puts a text together again that CloudFormation joins. What is not a text
// among them stands for itself.
func pieces(list *yaml.Node) *yaml.Node {
	whole := &yaml.Node{Kind: yaml.ScalarNode, Tag: "!!str", Line: list.Line}
	for _, piece := range list.Content {
		if piece.Kind == yaml.ScalarNode && piece.ShortTag() == "!!str" {
			whole.Value += piece.Value
		} else {
			whole.Value += "\x00"
		}
	}
	return whole
}

func (w *documentWalk) scalar(n *yaml.Node, key, sub bool) {
	fail := func(marker, what string) {
		w.faults = append(w.faults, fmt.Sprintf("line %d: %s of %q: %s", n.Line, marker, w.texts[marker], what))
	}
	for _, marker := range markerWord.FindAllString(n.Value, -1) {
		value, want := n.Value, w.texts[marker]
		// The keys of a tag and the name of a variable are the only texts that
		// may become keys, and only whole.
		if key && value != want {
			fail(marker, "it is part of a key")
			continue
		}
		if sub {
			for _, h := range hole.FindAllString(value, -1) {
				if strings.Contains(h, marker) {
					fail(marker, "!Sub would replace it")
				}
			}
			value = strings.ReplaceAll(value, "${!", "${")
			want = strings.ReplaceAll(want, "${!", "${")
		}
		if !w.template { // Compose has dollars twice
			value = strings.ReplaceAll(value, "$$", "$")
			want = strings.ReplaceAll(want, "$$", "$")
		}
		if !strings.Contains(value, want) {
			fail(marker, fmt.Sprintf("it arrives as %q", n.Value))
		}
	}
}
