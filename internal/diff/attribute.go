package diff

// Key tells an effect of a comparison apart from the others, whatever did it.
type Key struct {
	Stage  string
	Target Target
	Effect string
}

// Keys returns the keys of all effects of a comparison.
func Keys(changes []StageChange) []Key {
	var out []Key
	for _, s := range changes {
		for _, target := range Targets {
			for _, e := range s.Targets[target].Effects {
				out = append(out, Key{s.Stage, target, e.key()})
			}
		}
	}
	return out
}

// Attribute says for each effect which setting did it, and where that is written.
func Attribute(changes []StageChange, owner func(Key) (setting string, at *Place)) {
	for _, s := range changes {
		for target, t := range s.Targets {
			for i := range t.Effects {
				e := &t.Effects[i]
				e.Setting, e.At = owner(Key{s.Stage, target, e.key()})
				e.Fingerprint = e.fingerprint(s.Stage, target)
			}
		}
	}
}

// generated is the setting of what another release of the generator does.
const generated = "generator"

// GeneratorText adds to a comparison that another release of the generator wrote
// the SST configuration differently. What that does cannot be read from its text.
func GeneratorText(changes []StageChange, path string) {
	for i := range changes {
		s := &changes[i]
		t, compared := s.Targets[SST]
		if !compared || s.Status == Gone {
			continue
		}
		e := Effect{
			Word: InPlace, Resource: path, Action: "update", Property: "text", Confidence: Assumed, Setting: generated,
			Message: "this release of pylon-gen writes " + path + " differently: look at its diff",
			Source:  "the text that is committed at the base",
		}
		e.Fingerprint = e.fingerprint(s.Stage, SST)
		t.Effects = sorted(append(t.Effects, e))
		t.Worst = worstOf(t)
		s.Targets[SST] = t
		s.settle()
	}
}

// Generator adds the effects of another release of the generator to a comparison:
// those of a comparison of what it rendered with what this one renders from the
// same inputs.
func Generator(changes, found []StageChange) {
	for _, s := range changes {
		for _, f := range found {
			if f.Stage != s.Stage || s.Status == Gone {
				continue
			}
			for target, t := range s.Targets {
				for _, e := range f.Targets[target].Effects {
					e.Setting, e.At = generated, nil
					e.Message = "this release of pylon-gen renders it differently: " + e.Message
					e.Fingerprint = e.fingerprint(s.Stage, target)
					t.Effects = append(t.Effects, e)
				}
				if n := f.Targets[target].Counts; n != (Counts{}) {
					t.Counts.Add += n.Add
					t.Counts.Update += n.Update
					t.Counts.Replace += n.Replace
					t.Counts.Remove += n.Remove
				}
				t.Effects = sorted(t.Effects)
				t.Worst = worstOf(t)
				s.Targets[target] = t
			}
		}
	}
	for i := range changes {
		changes[i].settle()
	}
}
