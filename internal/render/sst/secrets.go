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
	words := "Secrets: values go to Secrets Manager, the task definition holds references."
	byHand, generates := p.origins()
	if byHand {
		words += "\nSet the ones of sst.Secret once per stage: sst secret set <Name> <value>."
	}
	p.section(words)
	common, own := p.sharedSecrets()
	var values, database, keys []property
	var injected []doc
	for _, s := range common {
		switch s.Source {
		case stack.GeneratedHex:
			value := call("internalValue", str(s.Env), str(s.Name), num(s.Length))
			switch retain := p.retain(); {
			case retain.is(true):
				value = call("secretValue", str(s.Name))
			case retain.is(false):
				value = call("generated", str(s.Env), num(s.Length))
			}
			values = append(values, note(s.Why), prop(s.Env, value))
		case stack.Provided:
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
	if byHand {
		p.add(raw("const secretValue = (name: string) => new sst.Secret(name).value;"))
	}
	if generates {
		p.generated()
	}
	p.add(declaration("values: Record<string, $util.Input<string>>", object(values...)))
	if own.byHand {
		p.add(
			raw("for (const [variable, secret] of Object.entries(stage.secrets)) {"),
			raw("  values[variable] = secretValue(secret);"),
			raw("}"))
	}
	if own.generated {
		p.add(
			raw("for (const [variable, length] of Object.entries(stage.generated)) {"),
			raw("  values[variable] = generated(variable, length);"),
			raw("}"))
	}
	p.add(
		raw("const ssm: Record<string, $util.Input<string>> = {};"),
		raw("const secretArns: $util.Input<string>[] = [];"),
		raw("// Stores a value and returns the reference to it or to a key of its JSON."),
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

// origins reports whether there are stages with secrets that a person sets, and
// stages with secrets that the deployment generates.
func (p *program) origins() (byHand, generates bool) {
	for _, s := range p.stages {
		for _, secret := range s.Service.Secrets {
			set := s.SetByHand(secret)
			byHand = byHand || set
			generates = generates || secret.Source == stack.GeneratedHex && !set
		}
	}
	return byHand, generates
}

// generated writes how values are made that no person has to know, in stages that
// generate them. A value stays in the stage's state, encrypted, and so the same.
func (p *program) generated() {
	p.add(
		raw("// Hexadecimal digits that no person has to know."),
		raw("const generated = (variable: string, length: number) =>"),
		join(raw("  "), p.makeNamed("random.RandomBytes", "${variable}Value", raw("`${variable}Value`"), inline(prop("length", raw("length / 2")))), raw(".hex;")))
	if retain := p.retain(); !retain.is(false) {
		p.add(
			raw("// A stage that keeps its data keeps these values too: a person sets them."),
			raw("const internalValue = (variable: string, name: string, length: number) =>"),
			raw("  "+retain.text+" ? secretValue(name) : generated(variable, length);"))
	}
}

// ownSecrets are the secrets that only some of the stages have.
type ownSecrets struct{ byHand, generated bool }

// sharedSecrets are the secrets that can be written without looking at the
// stage: those that all stages have, and those that come with a database or a
// bucket. The others become columns; own says which there are.
func (p *program) sharedSecrets() (common []stack.Secret, own ownSecrets) {
	// One stage may have by hand what another makes itself: a database of one's
	// own, a Redis elsewhere.
	type origin struct {
		env    string
		source stack.SecretSource
	}
	composed := func(s stack.Secret) bool { return s.Source != stack.GeneratedHex && s.Source != stack.Provided }
	of := func(s stack.Secret) origin { return origin{s.Env, s.Source} }
	count := map[origin]int{}
	for _, s := range p.stages {
		for _, secret := range s.Service.Secrets {
			if count[of(secret)]++; count[of(secret)] == 1 {
				common = append(common, secret)
			}
		}
	}
	some := func(s stack.Secret) bool { return !composed(s) && count[of(s)] < len(p.stages) }
	slices.SortStableFunc(common, func(a, b stack.Secret) int { return cmp.Compare(a.Env, b.Env) })
	common = slices.DeleteFunc(common, some)
	for _, s := range p.stages {
		for _, secret := range s.Service.Secrets {
			own.byHand = own.byHand || some(secret) && s.SetByHand(secret)
			own.generated = own.generated || some(secret) && !s.SetByHand(secret)
		}
	}
	column := func(name, typ string, byHand bool, value func(stack.Secret) doc) {
		p.column(name, typ, func(s *stack.Stack) doc {
			var props []property
			for _, secret := range s.Service.Secrets {
				if some(secret) && s.SetByHand(secret) == byHand {
					props = append(props, note(secret.Why), prop(secret.Env, value(secret)))
				}
			}
			return object(props...)
		})
	}
	if own.byHand {
		column("secrets", "Record<string, string>", true, func(s stack.Secret) doc { return str(s.Name) })
	}
	if own.generated {
		column("generated", "Record<string, number>", false, func(s stack.Secret) doc { return num(s.Length) })
	}
	return common, own
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
