package schema

// LoadBalancer is the public application load balancer.
type LoadBalancer struct {
	// IdleTimeout is how long a quiet connection stays open, 1 to 4000 seconds.
	IdleTimeout Value[Duration] `yaml:"idleTimeout" jsonschema:"default=3600 seconds"`
	// StickySessions sends a browser that reconnects back to the task it had.
	StickySessions Value[bool] `yaml:"stickySessions" jsonschema:"default=true"`
	// Ports is how the protocols are spread over listeners: separate for one per protocol, or single for everything behind port 443. Newer runtimes serve WebSockets (0.3.113) and shards (about 0.13) on the main port, and need single only.
	Ports Value[string] `yaml:"ports" jsonschema:"default=separate,enum=separate,enum=single"`
	// Expose are the protocols whose ports can be reached from outside. http always is, with what newer runtimes serve on the main port. sse is left out by default where the runtime serves it without authentication.
	Expose Value[[]string] `yaml:"expose" jsonschema:"minItems=1,uniqueItems=true" example:"[http, websocket]"`
	// Shared is an existing load balancer in the existing VPC of the stage, or that of another stage of this spec. The stage gets rules by host name on its HTTPS listener instead of a load balancer of its own.
	Shared Value[SharedBalancer] `yaml:"shared" example:"{ stage: production }"`
}

// SharedBalancer is an existing load balancer: that of another stage, or one that is described by its ARNs.
type SharedBalancer struct {
	// Stage is another stage of this spec whose load balancer, VPC and subnets this one lives in. It is deployed first, to the same account. Takes the place of arn, listener, securityGroup and dnsName.
	Stage Value[string] `yaml:"stage" jsonschema:"example=production"`
	// ARN of the load balancer.
	ARN Value[string] `yaml:"arn" jsonschema:"example=arn:aws:elasticloadbalancing:us-east-1:123456789012:loadbalancer/app/shared/50dc6c495c0c9188"`
	// Listener is the ARN of its HTTPS listener on port 443, whose certificates cover the stage's names.
	Listener Value[string] `yaml:"listener" jsonschema:"example=arn:aws:elasticloadbalancing:us-east-1:123456789012:listener/app/shared/50dc6c495c0c9188/f2f7dc8efc522ab2"`
	// SecurityGroup is the id of its security group. It must let the listener reach the tasks.
	SecurityGroup Value[string] `yaml:"securityGroup" jsonschema:"example=sg-0a1b2c3d4e5f67890"`
	// DNSName is its name, where the records of the stage's names point to.
	DNSName Value[string] `yaml:"dnsName" jsonschema:"example=shared-123456789.us-east-1.elb.amazonaws.com"`
	// Priority of the first of the stage's rules on the listener. Made of the app's and the stage's name when left out.
	Priority Value[int] `yaml:"priority" jsonschema:"minimum=1,maximum=49990"`
}

// Domain is the public name of the API.
type Domain struct {
	// Name is the host name, where {stage} stands for the stage's name.
	Name Value[string] `yaml:"name" jsonschema:"example=api.example.com"`
	// DNS is who answers for the name. CloudFormation makes records with route53 only; SST with all but external.
	DNS Value[string] `yaml:"dns" jsonschema:"default=route53,enum=route53,enum=cloudflare,enum=vercel,enum=external"`
	// Zone is the id of the hosted zone (route53), or the domain of the zone (vercel).
	Zone Value[string] `yaml:"zone" jsonschema:"minLength=1"`
	// Certificate is the ARN of an existing ACM certificate in the stage's Region. Needed with external DNS.
	Certificate Value[string] `yaml:"certificate"`
	// Aliases are further host names of the API.
	Aliases Value[[]string] `yaml:"aliases" example:"[api2.example.com]"`
}

// CDN is a CloudFront distribution in front of the API.
type CDN struct {
	// Domain is the distribution's own host name; it keeps its cloudfront.net name when left out.
	Domain Value[string] `yaml:"domain" jsonschema:"example=cdn.example.com"`
	// Certificate is the ARN of an existing ACM certificate for the CDN's domain, in us-east-1.
	Certificate Value[string] `yaml:"certificate"`
	// Cache are the path patterns that are cached; everything else is passed on.
	Cache Value[[]string] `yaml:"cache" example:"[/assets/*]"`
	// PriceClass limits the edge locations.
	PriceClass Value[string] `yaml:"priceClass" jsonschema:"default=PriceClass_100,enum=PriceClass_100,enum=PriceClass_200,enum=PriceClass_All"`
}

// Dev is the local stack.
type Dev struct {
	// Postgres is the local database.
	Postgres DevPostgres `yaml:"postgres"`
	// S3 is a local S3-compatible store: true, or a block with its image and ports.
	S3 Switch[DevS3] `yaml:"s3"`
	// Redis is a local Redis: true, or a block with its image and port.
	Redis Switch[DevRedis] `yaml:"redis"`
}

// DevPostgres is the local database.
type DevPostgres struct {
	// Image of the container; postgres with production's major version when left out.
	Image Value[string] `yaml:"image" jsonschema:"example=pgvector/pgvector:pg16"`
	// Port on 127.0.0.1.
	Port Value[int] `yaml:"port" jsonschema:"default=5432,minimum=1,maximum=65535"`
}

// DevS3 is a local S3-compatible store.
type DevS3 struct {
	// Image of the container. It must take the variables and paths of MinIO.
	Image Value[string] `yaml:"image"`
	// Port of the S3 API on 127.0.0.1.
	Port Value[int] `yaml:"port" jsonschema:"default=9000,minimum=1,maximum=65535"`
	// ConsolePort is the port of the web console on 127.0.0.1.
	ConsolePort Value[int] `yaml:"consolePort" jsonschema:"default=9001,minimum=1,maximum=65535"`
}

// DevRedis is a local Redis.
type DevRedis struct {
	// Image of the container.
	Image Value[string] `yaml:"image"`
	// Port on 127.0.0.1.
	Port Value[int] `yaml:"port" jsonschema:"default=6379,minimum=1,maximum=65535"`
}
