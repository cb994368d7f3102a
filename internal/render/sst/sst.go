// Package sst renders the sst.config.ts of an app: one file for all its stages.
//
// It refuses to choose: what a stage looks like was decided in the model. It
// refuses SST's own defaults where they are open or lossy (security groups,
// roles, snapshots), and says in the file why. Nothing of the model becomes
// code: every string of it is written as one literal.
//
// What SST accepts was tried with SST 4.17.1.
package sst

import (
	"slices"
	"strings"

	"github.com/pylon-gen/pylon-gen/internal/render/patch"
	"github.com/pylon-gen/pylon-gen/internal/resource"
	"github.com/pylon-gen/pylon-gen/internal/stack"
	"github.com/pylon-gen/pylon-gen/templates"
)

// Document is the sst.config.ts of an app before it is text.
type Document struct {
	bodies   [][]doc // of the places that the frame leaves open
	made     []made
	changes  []change
	failures []patch.Failure
}

// New makes the sst.config.ts for all stages of app, which has at least one.
func New(app *stack.App) *Document {
	p := &program{app: app, fold: newFold(app), constants: constants{}}
	// The bodies first: they find out what differs between the stages.
	config := p.config()
	run := p.run()
	settings, value := p.table.settings()
	lookup := func(name string) doc {
		if value {
			return raw("const stage = settings(" + name + ");")
		}
		return raw("check(" + name + ");")
	}
	config = append([]doc{
		raw("// SST asks for the providers without a stage, too."),
		lookup("input?.stage ?? " + quote(exampleStage(app.Stages[0]))),
	}, config...)
	head := []doc{lookup("$app.stage")}
	if p.table.named {
		head = append(head, raw("const "+holder+" = $app.stage;"))
	}
	run = append(head, run...)
	return &Document{[][]doc{settings, config, run}, p.made, p.changes, append(p.failures, p.unknownComponents()...)}
}

// exampleStage is the name of a stage, or one that its pattern takes.
func exampleStage(s *stack.Stack) string {
	if !s.Stage.Pattern {
		return s.Stage.Name
	}
	return strings.Replace(s.Stage.Name, "*", "1", 1)
}

// Resources returns the components and resources that the file makes, in its
// order, with overrides applied. Values that differ between stages are
// expressions; a name with ${...} stands for several resources.
func (d *Document) Resources() []resource.Resource {
	list := make([]resource.Resource, len(d.made))
	for i, m := range d.made {
		list[i] = m.with(valueOf(m.args))
	}
	return list
}

// Changes returns what the operations of the overrides do to their component.
func (d *Document) Changes() []patch.Change {
	var out []patch.Change
	for _, c := range d.changes {
		m := d.made[slices.IndexFunc(d.made, func(m made) bool { return m.ID == c.component })]
		out = append(out, patch.Change{
			Operation: c.Operation, Stage: c.stage,
			Before: []resource.Resource{m.with(c.Before)}, After: []resource.Resource{m.with(c.After)},
		})
	}
	return out
}

// Failures returns the overrides that do not apply; they have changed nothing.
func (d *Document) Failures() []patch.Failure { return d.failures }

// Bytes returns the file, with LF line ends.
func (d *Document) Bytes() []byte {
	var out printer
	out.out.Grow(32 << 10)
	parts := strings.Split(templates.SST, "//...\n")
	for i, body := range d.bodies {
		out.out.WriteString(parts[i])
		indent := 4
		if i == 0 {
			indent = 0
		}
		out.page(separated(body, hardline), indent)
		out.out.WriteByte('\n')
	}
	out.out.WriteString(parts[len(d.bodies)])
	return []byte(out.out.String())
}

// program is the file in the making.
type program struct {
	app *stack.App
	fold
	code      []doc
	constants constants
	current   resource.Part // the part that is being written
	made      []made
	changes   []change
	failures  []patch.Failure
	// accountKnown: the constants accountId and partition are there.
	accountKnown bool
}

// section starts a part of run() with a comment, a line for each line of s.
func (p *program) section(s string) {
	p.add(raw(""))
	for _, l := range strings.Split(s, "\n") {
		p.add(raw(comment(l)))
	}
}

// add appends statements. One that needs something which may be undefined would
// not be accepted by TypeScript.
func (p *program) add(statements ...doc) {
	for i := range statements {
		if needs := statements[i].needs(); len(needs) > 0 {
			panic("sst: a statement uses " + strings.Join(needs, ", ") + " without a condition: " + layout(statements[i], 0))
		}
	}
	p.code = append(p.code, statements...)
}

// parts are the parts of run() in their order; an app may lack some.
var parts = []struct {
	part resource.Part
	add  func(*program)
}{
	{resource.Network, (*program).network},
	{resource.Firewall, (*program).firewall},
	{resource.Key, (*program).key},
	{resource.Database, (*program).database},
	{resource.Uploads, (*program).bucket},
	{resource.FileSystem, (*program).files},
	{resource.Cache, (*program).cache},
	{resource.Secrets, (*program).secrets},
	{resource.Domain, (*program).dns},
	{resource.Service, (*program).service},
	{resource.Domain, (*program).records},
	{resource.WebACL, (*program).webACL},
	{resource.CDN, (*program).cdn},
	{resource.Alarms, (*program).alarms},
}

// run is the body of run().
func (p *program) run() []doc {
	for _, part := range parts {
		p.current = part.part
		part.add(p)
	}
	p.outputs()
	return p.code
}
