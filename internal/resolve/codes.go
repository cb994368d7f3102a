package resolve

// Codes of findings about what an input means.
const (
	CodeLater     = "PG005" // a key that no output renders yet
	CodeOverride  = "PG006" // an override that cannot be, or does not apply
	CodeName      = "PG010" // a name that AWS would refuse
	CodeStages    = "PG011" // stages that are in each other's way
	CodeRange     = "PG012" // a value or pair of values that cannot be
	CodeConflict  = "PG013" // two settings that exclude each other
	CodePath      = "PG014" // a path that leaves the project, or is taken twice
	CodeMissing   = "PG015" // a setting that another one needs
	CodeShape     = "PG016" // a setting that the shape cannot have
	CodeSecret    = "PG017" // a secret, or a variable of our own, in plain env
	CodeManifest  = "PG018" // something in the manifest that the stack lacks
	CodeRuntime   = "PG019" // something that this version of the runtime cannot do
	CodeReachable = "PG020" // nobody could call the API as it is set up
	CodeNoEffect  = "PG021" // a setting that would have no effect here
	CodeDynamic   = "PG022" // a text that CloudFormation would replace
	CodeVolume    = "PG023" // local data that another version does not read
)
