package sst

import (
	"cmp"
	"slices"

	"github.com/pylon-gen/pylon-gen/internal/stack"
)

// secrets writes what keeps secret values out of the task definition: each is a
// secret of Secrets Manager, and the container gets it by its ARN. The version
// in the reference starts new tasks when the value has changed.
func (p *program) secrets() {
	p.section("Secrets: values go to Secrets Manager, the task definition holds references.\nSet the ones of sst.Secret once per stage: sst secret set <Name> <value>.")
	common, some := p.sharedSecrets()
	var values, database, keys []property
	var injected []doc
	for _, s := range common {
		switch s.Source {
		case stack.GeneratedHex, stack.Provided:
			values = append(values, note(s.Why), prop(s.Env, call("secretValue", str(s.Name))))
		case stack.DatabaseURL:
			database = append(database, note(s.Why), prop(s.Env, p.use(
				"$interpolate`postgresql://${database.username}:${database.password}@${database.host}:${database.port}/${database.database}?sslmode="+p.sslMode()+"`",
				"database.username", "database.password", "database.host", "database.port", "database.database")))
		case stack.RedisURL, stack.BusURL: // have statements of their own
		case stack.BucketKeyID:
			keys = append(keys, prop(s.Key, p.use("accessKey.id")))
			injected = append(injected, set("ssm."+s.Env, call("keys", str(s.Key))))
		case stack.BucketSecretKey:
			keys = append(keys, prop(s.Key, p.use("accessKey.secret")))
			injected = append(injected, set("ssm."+s.Env, call("keys", str(s.Key))))
		default:
			panic("sst: secret of unknown source " + string(s.Source))
		}
	}
	_, either := p.stateless()
	values = append(values, guardedProps(either.by("database"), database)...)
	p.add(raw("const secretValue = (name: string) => new sst.Secret(name).value;"))
	p.add(declaration("values: Record<string, $util.Input<string>>", object(values...)))
	if some {
		p.add(
			raw("for (const [variable, secret] of Object.entries(stage.secrets)) {"),
			raw("  values[variable] = secretValue(secret);"),
			raw("}"))
	}
	p.add(
		raw("const ssm: Record<string, $util.Input<string>> = {};"),
		raw("const secretArns: $util.Input<string>[] = [];"),
		raw("// Stores a value, and gives the reference to it or to a key of its JSON."),
		join(block("const store = (name: string, value: $util.Input<string>) =>",
			p.let("secret", p.makeNamed("aws.secretsmanager.Secret", "${secret}", raw("name"), object(
				prop("namePrefix", raw("`${$app.name}-${$app.stage}-${name}-`")),
				prop("recoveryWindowInDays", p.recovery()),
			), p.use("keep"))),
			p.let("version", p.makeNamed("aws.secretsmanager.SecretVersion", "${secret}Version", raw("name"), object(
				prop("secretId", p.use("secret.id")),
				prop("secretString", raw("value")),
			), p.use("keep"))),
			raw("secretArns.push(secret.arn);"),
			raw("return (key: string) =>"),
			raw("  $interpolate`${secret.arn}:${key}::${version.versionId}`;"),
		), raw(";")),
		block("for (const [variable, value] of Object.entries(values))",
			raw(`ssm[variable] = store(variable, value)("");`)),
	)
	p.redisSecrets()
	if len(keys) == 0 {
		return
	}
	p.add(guarded(nil, append([]doc{
		p.let("pair", call("$jsonStringify", object(keys...))),
		p.let("keys", call("store", str(p.keysName(common)), raw("pair"))),
	}, injected...)...))
}

// keysName is the name of the secret that holds both halves of the bucket's key.
func (p *program) keysName(secrets []stack.Secret) string {
	i := slices.IndexFunc(secrets, func(s stack.Secret) bool { return s.Source == stack.BucketKeyID })
	return secrets[i].Name
}

// guardedProps are properties where the condition holds and everything that they
// need is defined.
func guardedProps(c condition, props []property) []property {
	if len(props) == 0 {
		return nil
	}
	all := object(props...)
	if c = c.narrowed(all); c.always() {
		return props
	}
	d := group(raw("("+c.code()+" && "), all, raw(")"))
	d.setNeeds()
	return []property{spread(d)}
}

// sharedSecrets are the secrets that can be written without looking at the
// stage: those that all stages have, and those that come with a database or a
// bucket. The others become a column; some says whether there are any.
func (p *program) sharedSecrets() (common []stack.Secret, some bool) {
	byHand := func(s stack.Secret) bool { return s.Source == stack.GeneratedHex || s.Source == stack.Provided }
	// One stage may have by hand what another makes itself: a database of one's
	// own, a Redis elsewhere.
	type origin struct {
		env    string
		byHand bool
	}
	count := map[origin]int{}
	of := func(s stack.Secret) origin { return origin{s.Env, byHand(s)} }
	for _, s := range p.stages {
		for _, secret := range s.Service.Secrets {
			if count[of(secret)]++; count[of(secret)] == 1 {
				common = append(common, secret)
			}
		}
	}
	slices.SortStableFunc(common, func(a, b stack.Secret) int { return cmp.Compare(a.Env, b.Env) })
	common = slices.DeleteFunc(common, func(s stack.Secret) bool {
		own := byHand(s) && count[of(s)] < len(p.stages)
		some = some || own
		return own
	})
	if some {
		p.column("secrets", "Record<string, string>", func(s *stack.Stack) doc {
			var props []property
			for _, secret := range s.Service.Secrets {
				if byHand(secret) && count[of(secret)] < len(p.stages) {
					props = append(props, note(secret.Why), prop(secret.Env, str(secret.Name)))
				}
			}
			return object(props...)
		})
	}
	return common, some
}

func (p *program) sslMode() string {
	f, _ := p.stateless()
	return hole(f.word("sslMode", func(s *stack.Stack) string { return s.Database.SSLMode }))
}

// recovery is how many days a deleted secret can be brought back: it differs as
// retain does, where it differs.
func (p *program) recovery() doc {
	days := func(retain bool) (doc, bool) {
		f := p.some(func(s *stack.Stack) bool { return s.Retain == retain })
		if f.none() {
			return num(0), true
		}
		return f.shared(func(s *stack.Stack) doc { return num(s.SecretRecoveryDays) })
	}
	kept, one := days(true)
	gone, other := days(false)
	if one && other {
		return choose(p.retain(), kept, gone)
	}
	return p.int("secretRecoveryDays", func(s *stack.Stack) int { return s.SecretRecoveryDays })
}
