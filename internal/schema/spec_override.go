package schema

// Override is a patch of an output.
type Override struct {
	// Target is the output: the SST configuration, or the CloudFormation template of a stage.
	Target Value[string] `yaml:"target" jsonschema:"required,enum=sst,enum=cloudformation"`
	// Stage is the name of the only stage that it is for, as under stages; all of them when left out.
	Stage Value[string] `yaml:"stage" jsonschema:"minLength=1"`
	// Component is the name of the SST component or resource whose arguments are patched, as it is in the file.
	Component Value[string] `yaml:"component" jsonschema:"minLength=1,example=Database"`
	// Reason is why the patch is needed. It appears in the output.
	Reason Value[string] `yaml:"reason" jsonschema:"required,minLength=1,example=why the patch is needed"`
	// Patch is a list of operations, as in RFC 6902 (JSON Patch).
	Patch Value[[]PatchOperation] `yaml:"patch" jsonschema:"required,minItems=1" example:"[{ op: replace, path: /transform/cluster/backupRetentionPeriod, value: 14 }]"`
}

// PatchOperation is one operation of a JSON Patch.
type PatchOperation struct {
	// Op is what is done.
	Op Value[string] `yaml:"op" jsonschema:"required,enum=add,enum=remove,enum=replace,enum=move,enum=copy,enum=test"`
	// Path is a JSON pointer into the arguments of the component, or into the template.
	Path Value[string] `yaml:"path" jsonschema:"required,pattern=^/,example=/transform/cluster/backupRetentionPeriod"`
	// From is where move and copy take their value.
	From Value[string] `yaml:"from" jsonschema:"pattern=^/"`
	// Value of add, replace and test, as JSON: no expression, no intrinsic function in its short form.
	Value Anything `yaml:"value"`
}

// Accept lets one effect of a change pass.
type Accept struct {
	// Change is the fingerprint of the effect, as pylon-gen diff shows it.
	Change Value[string] `yaml:"change" jsonschema:"required,pattern=^[0-9a-f]{12}$,example=9f86d081884c"`
	// Reason is why the effect is accepted.
	Reason Value[string] `yaml:"reason" jsonschema:"required,minLength=1,example=why the effect is accepted"`
	// Stage is the name of the only stage that it is for, as under stages; all of them when left out.
	Stage Value[string] `yaml:"stage" jsonschema:"minLength=1"`
}

// Ignore silences a rule.
type Ignore struct {
	// Rule is the id of the rule, as a finding shows it; also a code of the runtime's own, such as FIELD_TYPE_UNKNOWN.
	Rule Value[string] `yaml:"rule" jsonschema:"required,pattern=^(PG[0-9]{3}|[A-Z]+(_[A-Z]+)+)$,example=PG308"`
	// Reason is why the finding is accepted.
	Reason Value[string] `yaml:"reason" jsonschema:"required,minLength=1,example=why the finding is accepted"`
	// Stage is the name of the only stage that it is for, as under stages; all of them when left out.
	Stage Value[string] `yaml:"stage" jsonschema:"minLength=1"`
}
