package expect

import (
	"regexp"
	"slices"
	"strings"

	"github.com/pylon-gen/pylon-gen/internal/stack"
	"github.com/pylon-gen/pylon-gen/test/e2e/table"
)

const secret = "AWS::SecretsManager::Secret"

// secretLike matches names of variables that should be secrets.
var secretLike = regexp.MustCompile(`(SECRET|TOKEN|PASSWORD|PRIVATE_KEY|DATABASE_URL|REDIS_URL|API_KEY)$`)

// holders are the only properties that may hold what a secret resolves to.
var holders = []string{"SecretString", "MasterUserPassword", "AuthToken"}

var secrets = []Expectation{
	{"each secret variable comes from a secret, whole or by its key", func(s *Stage) {
		c, ok := s.container("pylon")
		if !ok {
			return
		}
		got, want := map[string]string{}, map[string]string{}
		for _, v := range c.Parts("Secrets") {
			got[v.Text("Name")] = v.Text("ValueFrom")
		}
		for _, v := range s.Service.Secrets {
			from := "<" + v.Name + "Secret>"
			if v.Key != "" {
				from += ":" + v.Key + "::"
			}
			want[v.Env] = from
		}
		for name, from := range want {
			if got[name] != from {
				c.Fail("%s comes from %q, not %q", name, got[name], from)
			}
			if i, ok := s.named(strings.SplitAfter(from, ">")[0]); !ok || i.Type != secret {
				c.Fail("%s comes from no secret", name)
			}
		}
		if len(got) != len(want) {
			c.Fail("there are %d secret variables, not %d", len(got), len(want))
		}
	}},
	{"no secret is a plain variable, a parameter or anything else that people can read", func(s *Stage) {
		task, ok := s.One(taskDefinition)
		if !ok {
			return
		}
		for _, c := range task.Parts("ContainerDefinitions") {
			for _, v := range c.Parts("Environment") {
				name := v.Text("Name")
				if slices.ContainsFunc(s.Service.Secrets, func(x stack.Secret) bool { return x.Env == name }) || secretLike.MatchString(name) {
					v.Fail("%s is plain", name)
				}
			}
		}
		for _, r := range s.All(s.types()...) {
			table.EachText(r.Inputs, "", func(at, text string) {
				if (strings.Contains(text, "{{resolve") || strings.Contains(text, ".SecretAccessKey")) && !slices.Contains(holders, at) {
					r.Fail("%s holds a secret", at)
				}
			})
		}
		for name := range s.Template.Parameters {
			if secretLike.MatchString(strings.ToUpper(name)) {
				s.Fail("the parameter %s looks like a secret", name)
			}
		}
	}},
	{"secrets are generated, long enough, or composed of others, and never stand in the template", func(s *Stage) {
		for _, v := range s.Service.Secrets {
			i, ok := s.named("<" + v.Name + "Secret>")
			if !ok {
				continue
			}
			const g = "GenerateSecretString."
			switch v.Source {
			case stack.GeneratedHex:
				i.Is(g+"PasswordLength", v.Length)
				i.Is(g+"ExcludeUppercase", true)
				i.Is(g+"ExcludePunctuation", true)
				i.Is(g+"ExcludeCharacters", "ghijklmnopqrstuvwxyz")
				i.Is("SecretString", nil)
			case stack.Provided:
				i.Given(g + "PasswordLength")
				if s.Template.Outputs[i.Name+"Arn"] == nil {
					i.Fail("is to be filled in, and no output says so")
				}
			default:
				i.Is("GenerateSecretString", nil)
				i.Given("SecretString")
			}
			i.Given("Description")
		}
	}},
	{"URLs with a password are put together of the generated one", func(s *Stage) {
		for _, v := range s.Service.Secrets {
			i, ok := s.named("<" + v.Name + "Secret>")
			if !ok {
				continue
			}
			switch v.Source {
			case stack.DatabaseURL:
				db, _ := s.One("AWS::RDS::DBCluster")
				mode := map[bool]string{true: "require", false: "disable"}[s.Database.TLS]
				password := db.Text("MasterUserPassword")
				if !strings.HasPrefix(password, "{{resolve:secretsmanager:<") {
					db.Fail("the master password is %q", password)
				}
				i.Is("SecretString", "postgresql://"+s.Database.User+":"+password+"@"+att(db, "Endpoint.Address")+":"+att(db, "Endpoint.Port")+
					"/"+s.Database.Name+"?sslmode="+mode)
			case stack.RedisURL:
				c, _ := s.One("AWS::ElastiCache::ReplicationGroup")
				i.Is("SecretString", "rediss://:"+c.Text("AuthToken")+"@"+att(c, "PrimaryEndPoint.Address")+":"+att(c, "PrimaryEndPoint.Port"))
			case stack.BucketKeyID:
				k, _ := s.One("AWS::IAM::AccessKey")
				i.Is("SecretString."+v.Key, ref(k))
			case stack.BucketSecretKey:
				k, _ := s.One("AWS::IAM::AccessKey")
				i.Is("SecretString."+v.Key, att(k, "SecretAccessKey"))
			}
		}
	}},
}
