package yamldoc

import (
	"bytes"
	"os"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/pylon-gen/pylon-gen/internal/resource"
)

// sample uses every construct. Its layout, testdata/layout.yaml, was accepted
// by prettier 3.10.1 (prettier --check).
func sample() resource.Value {
	resources := Map(
		Entry("Vpc", Map(
			Entry("Type", Str("AWS::EC2::VPC")).Spaced(),
			Entry("Properties", Map(
				Entry("CidrBlock", Str("10.0.0.0/16")),
				Entry("EnableDnsSupport", Bool(true)),
				Entry("Name", Tagged(resource.Sub, Str("${AWS::StackName}-vpc"))),
				Entry("Plain", Tagged(resource.Ref, Str("AWS::Region"))),
				Entry("Attribute", Tagged(resource.GetAtt, Str("Vpc.CidrBlock"))),
			)),
		)).Comment("The network of the stage.\n\nTwo zones."),
		Entry("Service", Map(
			Entry("Command", Flow(Strs("pylon", "start", "app.ts", "--port", "4321")...)),
			Entry("LongCommand", Flow(Strs("pylon", "start", "some/deep/folder/app.ts", "--port", "4321", "--one-more-argument")...)),
			Entry("If", Tagged(resource.Select, Flow(Str("HasDomain"), Tagged(resource.Ref, Str("Domain")), Tagged(resource.Ref, Str("AWS::NoValue"))))),
			Entry("Join", Tagged(resource.Join, Seq(Str(","), Flow(Strs("a", "b")...)))),
			Entry("SubMap", Tagged(resource.Sub, Seq(Str("${A}-b"), Map(Entry("A", Tagged(resource.Ref, Str("App"))))))),
			Entry("TaggedMap", Tagged(resource.Base64, Map(Entry("Name", Str("AWS::Include"))))),
			Entry("Env", commented(
				resource.Member{Value: Map(Entry("Name", Str("A")), Entry("Value", Str("8080")))},
				resource.Member{Value: Map(Entry("Name", Str("B")), Entry("Value", Str("on"))), Remarks: &resource.Remarks{Comment: "why B"}},
				resource.Member{Value: Map(Entry("Name", Str("C")).Comment("why C"), Entry("Value", Str("say \"hi\""))), Spaced: true},
				resource.Member{Value: Seq(Str("x"), Seq(Str("y"), Str("z")))},
				resource.Member{Value: Seq()},
				resource.Member{Value: Map()},
				resource.Member{Value: Tagged(resource.Ref, Str("Thing"))},
				resource.Member{Value: Tagged(resource.Select, Seq(Str("Cond"), Map(Entry("a", Int(1))), Tagged(resource.Ref, Str("AWS::NoValue"))))},
				resource.Member{Value: Str("two\nlines")},
				resource.Member{Value: Null()},
			)),
		)).Spaced().Comment("The service."),
		Entry("Text", Map(
			Entry("Script", Str("set -e\n\n  indented\necho 'done'\n")),
			Entry("Chomped", Str("a\nb")),
			Entry("Policy", Tagged(resource.Sub, Str("{\n  \"a\": \"${B}\"\n}\n"))),
			Entry("Quoted", Str("trailing \nblank")),
			Entry("Tab", Str("a\tb")),
			Entry("Both", Str(`it's "so"`)),
			Entry("Single", Str("it's")),
			Entry("Backslash", Str(`^\d+$`)),
			Entry("Emoji", Str("🚀 launch")),
			Entry("Sentence", Str("A sentence without anything special, whatever its length may be, stays on its line: no folding")),
			Entry("LongPlain", Str("A plain sentence without anything special and whatever its length may be stays on one line")),
			Entry("Commented", LineComment(Str("x"), "why x")),
			Entry("CommentedBlock", LineComment(Map(Entry("a", Str("b"))), "why the block")),
			Entry("CommentedText", LineComment(Str("a\nb\n"), "why the text")),
			Entry("190:20:30", Int(1)),
			Entry("Yes", Float(0.5)),
			Entry("with space", Float(2)),
			Entry("line\nbreak", Null()),
			Entry("", Str("")),
		)).Spaced(),
	)
	return Map(
		Entry("AWSTemplateFormatVersion", Str("2010-09-09")),
		Entry("Empty", Map()),
		Entry("Resources", resources).Spaced(),
	)
}

const sampleComment = "Generated.\nDo not edit."

// commented is a sequence with comments above some of its items.
func commented(items ...resource.Member) resource.Value {
	return resource.Value{Kind: resource.List, Members: items}
}

func TestLayout(t *testing.T) {
	want, err := os.ReadFile("testdata/layout.yaml")
	if err != nil {
		t.Fatal(err)
	}
	got := Marshal(sampleComment, sample())
	if diff := cmp.Diff(string(want), string(got)); diff != "" {
		t.Errorf("layout (-want +got):\n%s", diff)
	}
	if again := Marshal(sampleComment, sample()); !bytes.Equal(got, again) {
		t.Error("two runs differ")
	}
}

// A collection without entries goes below a key that leaves no room for it, as
// prettier 3.10.1 has it.
func TestEmptyCollectionsOfLongKeys(t *testing.T) {
	for _, c := range []struct {
		name, key string
		lastFits  int
	}{
		{"ascii", "k", 76},
		{"accents take one column", "é", 74}, // and two quotes
		{"wide characters take two", "字", 37},
	} {
		for n, below := range map[int]bool{c.lastFits: false, c.lastFits + 1: true} {
			key := strings.Repeat(c.key, n)
			written := string(appendString(nil, key, asKey))
			for _, v := range []struct {
				value resource.Value
				text  string
			}{{Map(), "{}"}, {Seq(), "[]"}} {
				want := written + ": " + v.text + "\n"
				if below {
					want = written + ":\n  " + v.text + "\n"
				}
				if got := string(Marshal("", Map(Entry(key, v.value)))); got != want {
					t.Errorf("%s: got\n%swant\n%s", c.name, got, want)
				}
			}
		}
	}
}

// What prettier reads is the last comment above the first key.
func TestMarkForFormatters(t *testing.T) {
	first := resource.Member{Name: "a", Value: Int(1), Remarks: &resource.Remarks{Comment: "why", Override: "because "}}
	root := resource.Value{Kind: resource.Map, Members: []resource.Member{{Name: "gone", Removed: true}, first, {Name: "b", Value: Map(Entry("c", Int(2)))}}}
	want := "# Head.\n\n# why\n# Overridden: because\n# prettier-ignore\na: 1\nb:\n  c: 2\n"
	if got := string(Marshal("Head.", root)); got != want {
		t.Errorf("got\n%swant\n%s", got, want)
	}
}
