package expect

import (
	"regexp"
	"slices"
	"strings"

	"github.com/pylon-gen/pylon-gen/internal/stack"
	"github.com/pylon-gen/pylon-gen/test/e2e/table"
)

// Mark begins every secret value that a test feeds in or that the stand-in for
// the cloud generates.
const Mark = "MARK"

// reference is how a task definition names a key of one version of a secret.
var reference = regexp.MustCompile(`^(arn:aws:secretsmanager:[a-z0-9-]+:\d{12}:secret:[^:]+):([A-Za-z]*)::([A-Za-z0-9-]+)$`)

// holders are the only inputs that may hold a secret, by type.
var holders = map[string][]string{
	"aws:secretsmanager/secretVersion:SecretVersion":    {"secretString"},
	"aws:rds/cluster:Cluster":                           {"masterPassword"},
	"aws:elasticache/replicationGroup:ReplicationGroup": {"authToken"},
}

var secrets = []Expectation{
	{"no secret stands in a resource but in the secret itself, and there it is marked as one", func(s *Stage) {
		seen := 0
		for _, r := range s.All(s.types()...) {
			table.EachText(r.Inputs, "", func(at, text string) {
				if !strings.Contains(text, Mark) {
					return
				}
				seen++
				if r.Custom && !slices.Contains(holders[r.Type], at) {
					r.Fail("%s holds a secret", at)
				}
				if !slices.ContainsFunc(r.Secret, func(secret string) bool { return at == secret || strings.HasPrefix(at, secret+".") }) {
					r.Fail("%s shows a secret to everybody", at)
				}
			})
		}
		if seen == 0 && len(s.Service.Secrets) > 0 {
			s.Fail("no secret is stored anywhere")
		}
	}},
	{"each secret variable comes from Secrets Manager, by ARN, key and version", func(s *Stage) {
		c, ok := s.appContainer()
		if !ok {
			return
		}
		made := map[string]bool{}
		for _, r := range s.All("aws:secretsmanager/secret:Secret") {
			made[r.ID] = true
		}
		got := map[string]string{}
		for _, v := range c.Parts("secrets") {
			name := v.Text("name")
			m := reference.FindStringSubmatch(v.Text("valueFrom"))
			switch {
			case m == nil:
				c.Fail("%s comes from %q", name, v.Text("valueFrom"))
			case !made[m[1]]:
				c.Fail("%s comes from a secret that is not the stage's: %s", name, m[1])
			default:
				got[name] = m[2]
			}
		}
		var names []string
		for _, v := range c.Parts("secrets") {
			names = append(names, v.Text("name"))
		}
		var want []string
		for _, v := range s.Service.Secrets {
			want = append(want, v.Env)
			if key, there := got[v.Env]; there && (key != "") != (v.Key != "") {
				c.Fail("%s takes the key %q", v.Env, key)
			}
		}
		s.SameSet("secret variables", names, want)
	}},
	{"no plain variable has the name of a secret", func(s *Stage) {
		for _, c := range s.containers() {
			for _, v := range c.Parts("environment") {
				if name := v.Text("name"); secretName.MatchString(name) {
					c.Fail("%s", name)
				}
			}
		}
	}},
	{"what is given, is stored as it is", func(s *Stage) {
		var stored []string
		for _, v := range s.All("aws:secretsmanager/secretVersion:SecretVersion") {
			stored = append(stored, v.Text("secretString"))
		}
		for _, v := range s.Service.Secrets {
			if ByHand(v) && !slices.ContainsFunc(stored, func(text string) bool { return strings.Contains(text, Value(v.Name)) }) {
				s.Fail("%s is not stored", v.Name)
			}
		}
	}},
	{"URLs with a password are URLs", func(s *Stage) {
		for _, v := range s.All("aws:secretsmanager/secretVersion:SecretVersion") {
			scheme, rest, isURL := strings.Cut(v.Text("secretString"), "://")
			if !isURL || !slices.Contains([]string{"postgres", "postgresql", "redis", "rediss"}, scheme) {
				continue
			}
			// RFC 3986, 3.2.1: these may stand in user and password as they are.
			if !regexp.MustCompile(`^[A-Za-z0-9%._~!'()*-]*:[A-Za-z0-9%._~!'()*-]+@[a-z0-9.-]+:\d+(/|$)`).MatchString(rest) {
				v.Fail("a password or a host that is not escaped")
			}
		}
	}},
	{"a secret that is removed can be restored where data is kept", func(s *Stage) {
		for _, r := range s.All("aws:secretsmanager/secret:Secret") {
			if s.ownedBySST(r) {
				continue
			}
			want := 0
			if s.Retain {
				want = 30
			}
			r.Is("recoveryWindowInDays", want)
		}
	}},
}

// ByHand says whether a person sets a secret with `sst secret set`.
func ByHand(v stack.Secret) bool {
	return v.Source == stack.GeneratedHex || v.Source == stack.Provided
}

// Value is the marked value of a secret that a person sets.
func Value(name string) string { return Mark + "-" + name + "-8d1f60c2" }

func (s *Stage) types() []string {
	var list []string
	for _, r := range s.Run.Resources {
		if !slices.Contains(list, r.Type) {
			list = append(list, r.Type)
		}
	}
	return list
}
