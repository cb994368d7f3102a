package resolve

// Codes of findings about what an input means: kinds of mistakes of which
// there are many.
const (
	CodeOverride  = "PG006" // an override that cannot be, or does not apply
	CodeName      = "PG010" // a name that AWS would refuse
	CodeStages    = "PG011" // stages that are in each other's way
	CodeRange     = "PG012" // a value or pair of values that cannot be
	CodeConflict  = "PG013" // two settings that exclude each other
	CodePath      = "PG014" // a path that leaves the project, or is taken twice
	CodeMissing   = "PG015" // a setting that another one needs
	CodeSecret    = "PG017" // a secret, or a variable of our own, in plain env
	CodeManifest  = "PG018" // something in the manifest that the stack lacks
	CodeRuntime   = "PG019" // something that this version of the runtime cannot do
	CodeReachable = "PG020" // no client could call the API as it is configured
	CodeNoEffect  = "PG021" // a setting that would have no effect here
	CodeDynamic   = "PG022" // a text that CloudFormation would replace
	CodeVolume    = "PG023" // local data that another version does not read
	CodeIgnore    = "PG024" // an ignore or an accept that cannot be, or an ignore that silences nothing
	CodeRegion    = "PG034" // a Region that is not known, or that no output is for
)

// Codes of findings that rules would have if anything could be rendered, or
// the model could show what is written. Package rules has their reasons and fixes: here
// is only what names a value.
const (
	CodeCertificateRegion = "PG210" // a certificate in another Region than what uses it
	CodeCertificateName   = "PG221" // a name that is too long for a new certificate
	CodeNoWayOut          = "PG214" // providers that tasks cannot reach
	CodeSQLiteTasks       = "PG306" // several tasks on one SQLite file
	CodeAutoPause         = "PG401" // a database that is set to pause, which never happens
	CodeNewMinor          = "PG412" // a minor version that is newer than the known ones
	CodeDevMajor          = "PG403" // another major version locally than in production
	CodeEncrypted         = "PG808" // an encrypted field that the runtime refuses
	CodeHalfProvider      = "PG510" // a login that the runtime leaves off
	CodeReplaced          = "PG511" // a variable of the stack that service.env replaces
	CodeLooksSecret       = "PG503" // a plain variable that looks like a secret
	CodeEmptyVariable     = "PG518" // a variable without a value, which is not set
	CodeCredential        = "PG517" // a plain variable that holds one, in a form that is known
	CodeCachedAPI         = "PG602" // a CDN that caches answers of the API
	CodeAnyOrigin         = "PG603" // any page may call the API
)
