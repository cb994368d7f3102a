package sst

import (
	"fmt"
	"regexp"
	"slices"
	"strings"

	"github.com/pylon-gen/pylon-gen/test/consumer"
	"github.com/pylon-gen/pylon-gen/test/parity"
)

// broken matches texts that an Output or a missing value leaves behind when it
// is put into a text as if it were one.
var broken = regexp.MustCompile(`Calling \[toString\]|\[object Object\]|\bundefined\b|\bNaN\b`)

// absent is what Pulumi says of an output that a stage does not have and another
// has. That is as it should be.
const absent = "will not show as a stack output."

// holders are the only inputs that may hold a secret, by type.
var holders = map[string][]string{
	"aws:secretsmanager/secretVersion:SecretVersion":    {"secretString"},
	"aws:rds/cluster:Cluster":                           {"masterPassword"},
	"aws:elasticache/replicationGroup:ReplicationGroup": {"authToken"},
}

// complaints are what was said while a configuration ran, what it tried to
// reach, and secrets that people can read.
func complaints(run consumer.Execution) []string {
	out := slices.Concat(run.Errors, run.Warnings, run.Refused)
	out = slices.DeleteFunc(out, func(said string) bool { return strings.HasSuffix(strings.TrimSpace(said), absent) })
	for _, r := range run.Resources {
		consumer.EachText(r.Inputs, "", func(at, text string) {
			if !strings.Contains(text, strings.TrimSuffix(parity.Mark, "-")) {
				return
			}
			if r.Custom && !slices.Contains(holders[r.Type], at) {
				out = append(out, fmt.Sprintf("%s: %s holds a secret", r.Name, at))
			}
			hidden := func(secret string) bool { return at == secret || strings.HasPrefix(at, secret+".") }
			if !slices.ContainsFunc(r.Secret, hidden) {
				out = append(out, fmt.Sprintf("%s: %s shows a secret to everybody", r.Name, at))
			}
		})
	}
	return out
}

// brokenTexts are texts with a value missing. Mixes have names that look like it.
func brokenTexts(run consumer.Execution) []string {
	var out []string
	for _, r := range run.Resources {
		consumer.EachText(r.Inputs, "", func(at, text string) {
			if m := broken.FindString(text); m != "" {
				out = append(out, fmt.Sprintf("%s: %s holds %q", r.Name, at, m))
			}
		})
	}
	return out
}
