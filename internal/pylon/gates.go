package pylon

// EnvSince are variables that not all known versions read, with the first that
// does. Source: CHANGELOG up to 0.5.0.
var EnvSince = map[string]Version{
	"ANTHROPIC_API_KEY":                 {0, 5, 0},
	"OPENAI_API_KEY":                    {0, 5, 0},
	"PYLON_ADMIN_EMAILS":                {0, 3, 64},
	"PYLON_CLUSTER_BUS":                 {0, 3, 315},
	"PYLON_CLUSTER_NAMESPACE":           {0, 3, 315},
	"PYLON_CLUSTER_REQUIRED":            {0, 3, 315},
	"PYLON_ENCRYPTION_KEY":              {0, 5, 0},
	"PYLON_HTTP_PER_IP_MAX":             {0, 5, 0},
	"PYLON_LLM_MODEL":                   {0, 5, 0},
	"PYLON_LLM_PROVIDER":                {0, 5, 0},
	"PYLON_OPENAPI_PUBLIC":              {0, 5, 0},
	"PYLON_SECRET":                      {0, 3, 65},
	"PYLON_SSE_PORT_ACKNOWLEDGE_UNAUTH": {0, 3, 71},
	"PYLON_SSE_PORT_DISABLE":            {0, 3, 71},
	"PYLON_STACK0_PROJECT_SLUG":         {0, 3, 89},
	"PYLON_STRICT_FN_POLICIES":          {0, 5, 0},
	"PYLON_TINYBIRD_TOKEN":              {0, 5, 0},
	"PYLON_WORKFLOWS_DB":                {0, 5, 0},
}

// OnlyDocumented are names that the documentation has and no known version
// reads, each with the name that is meant, "" when there is none (apps/docs at
// 0.3.23 against the source).
var OnlyDocumented = map[string]string{
	"PYLON_COOKIE_SAMESITE": "PYLON_COOKIE_SAME_SITE",
	"PYLON_EMAIL_HTTP_URL":  "PYLON_EMAIL_ENDPOINT",
	"PYLON_FN_WORKERS":      "",
	"PYLON_WS_URL":          "",
}
