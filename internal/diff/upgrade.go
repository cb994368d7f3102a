package diff

import (
	"fmt"
	"slices"
	"strings"

	"github.com/pylon-gen/pylon-gen/internal/pylon"
	"github.com/pylon-gen/pylon-gen/internal/stack"
)

// upgrade finds what another version of the runtime asks of its operators.
func (c *comparison) upgrade() {
	from, err := pylon.ParseVersion(c.old.PylonVersion)
	to, err2 := pylon.ParseVersion(c.new.PylonVersion)
	if err != nil || err2 != nil || from == to {
		return
	}
	if to.Before(from) {
		e := act("pylon.version", "pylon.version", "before", "take a copy of the data first: an older runtime does not undo what the newer one has migrated", "")
		e.Old, e.New, e.Confidence = value(from.String()), value(to.String()), Assumed
		c.add(e)
		return
	}
	other := 0
	for _, u := range pylon.Between(from, to) {
		if u.Do == "" || u.Kind == pylon.PortOpens || u.Kind == pylon.PortCloses {
			continue
		}
		if !c.concerns(u) {
			other++
			continue
		}
		e := act("pylon.version", string(u.Kind)+" "+u.From.String(), "before", strings.TrimSuffix(u.What, ".")+". "+strings.TrimSuffix(u.Do, "."), "")
		if u.Kind == pylon.KeepValue {
			c.carryOver(&e)
		}
		e.Old, e.New = value(from.String()), value(to.String())
		e.Source, e.Confidence = "the runtime's releases, docs/upgrading.md", Documented
		if u.If != "" {
			e.Why = "it concerns apps where " + u.If
		}
		c.add(e)
	}
	if other > 0 {
		e := act("pylon.version", "other changes", "before", fmt.Sprintf("read what else the new runtime changes: %d more in docs/upgrading.md may ask for something", other), "")
		e.Old, e.New, e.Confidence = value(from.String()), value(to.String()), Documented
		c.add(e)
	}
}

// concerns reports whether a change of the runtime is one for this stage: secrets
// that it gets, keys that it has, a start that every app has.
func (c *comparison) concerns(u pylon.Upgrade) bool {
	switch u.Kind {
	case pylon.KeepValue, pylon.NewSecret:
		return slices.ContainsFunc(c.new.Service.Secrets, func(v stack.Secret) bool {
			return strings.Contains(u.What, v.Env) && !slices.ContainsFunc(c.old.Service.Secrets, func(o stack.Secret) bool { return o.Env == v.Env })
		})
	case pylon.StaticKeys:
		return c.new.Files.Given()
	case pylon.OtherChange:
		return false
	}
	return u.If == ""
}

// carried is the variable of a secret that goes and whose value a new one has to
// get, "" where a new value will do.
func (c *comparison) carried(v stack.Secret) string {
	if c.old == nil {
		return ""
	}
	from, err := pylon.ParseVersion(c.old.PylonVersion)
	to, err2 := pylon.ParseVersion(c.new.PylonVersion)
	if err != nil || err2 != nil {
		return ""
	}
	for _, u := range pylon.Between(from, to) {
		if u.Kind != pylon.KeepValue || !strings.Contains(u.What, v.Env) {
			continue
		}
		for _, o := range c.old.Service.Secrets {
			if o.Env != v.Env && strings.Contains(u.What, o.Env) {
				return o.Env
			}
		}
	}
	return ""
}

// carryOver adds the command that copies the value of an old secret into the new
// one.
func (c *comparison) carryOver(e *Effect) {
	for _, v := range c.new.Service.Secrets {
		env := c.carried(v)
		i := slices.IndexFunc(c.old.Service.Secrets, func(o stack.Secret) bool { return o.Env == env })
		if env == "" || i < 0 {
			continue
		}
		e.Property = v.Env
		if c.target == SST {
			e.Run = command(fmt.Sprintf(`printf %%s "$%s" | npx sst secret set %s --stage %s`, env, v.Name, stageWord(c.new)))
			return
		}
		// The old secret is kept under its name; the new one is there once the stack is.
		e.When = "after"
		e.Run = command(fmt.Sprintf(`aws secretsmanager get-secret-value --region %s --secret-id OLD_%s --query SecretString --output text | tr -d '\n' | aws secretsmanager put-secret-value --region %s --secret-id %s --secret-string file:///dev/stdin && %s`,
			c.new.Region, env, c.new.Region, physical(c.new, v.Name+"Secret"), redeploy(c.new)))
		e.Fix = "note the name of the old secret before: " + physical(c.old, c.old.Service.Secrets[i].Name+"Secret")
		return
	}
}
