package cfn

import (
	"cmp"
	"slices"
	"strconv"

	"github.com/pylon-gen/pylon-gen/internal/render/cfn/aws"
	"github.com/pylon-gen/pylon-gen/internal/stack"
)

const (
	logGroup       = "LogGroup"
	taskDefinition = "TaskDefinition"

	containerName = "pylon"
)

// platforms are the architectures as ECS calls them.
var platforms = map[string]string{"x86_64": "X86_64", "arm64": "ARM64"}

// task adds the log group and the task definition.
func (t *template) task() {
	t.section("Task.")
	t.logGroup(logGroup, aws.Value{})
	definition := &aws.ECSTaskDefinition{
		ContainerDefinitions:    t.containers(),
		Cpu:                     aws.Str(strconv.Itoa(t.Service.CPU)),
		ExecutionRoleArn:        aws.GetAtt(executionRole, "Arn"),
		Memory:                  aws.Str(strconv.Itoa(t.Service.Memory)),
		NetworkMode:             aws.Str("awsvpc"),
		RequiresCompatibilities: aws.Strs("FARGATE"),
		RuntimePlatform: &aws.ECSTaskDefinition_RuntimePlatform{
			CpuArchitecture:       aws.Str(t.platform()),
			OperatingSystemFamily: aws.Str("LINUX"),
		},
		Volumes: []*aws.ECSTaskDefinition_Volume{t.volume()},
		Tags:    t.tags,
	}
	if t.hasTaskRole() {
		definition.TaskRoleArn = aws.GetAtt(taskRole, "Arn")
	}
	t.plain(taskDefinition, definition)
	t.output("LogGroupName", "Log of the app", aws.Ref(logGroup))
}

// logGroup adds a log that is kept like the app's. The name is left to
// CloudFormation unless a service insists on one.
func (t *template) logGroup(id string, name aws.Value) {
	t.data(id, &aws.LogsLogGroup{
		KmsKeyId:        t.keyARN(),
		LogGroupName:    name,
		RetentionInDays: aws.Int(t.Logs.RetentionDays),
		Tags:            t.tags,
	})
}

// containers are the app and what runs alongside it.
func (t *template) containers() []*aws.ECSTaskDefinition_ContainerDefinition {
	list := []*aws.ECSTaskDefinition_ContainerDefinition{t.container()}
	if t.Service.Collector.Given() {
		list = append(list, t.collector())
	}
	return list
}

// log sends a container's output to the app's log.
func (t *template) log(prefix string) *aws.ECSTaskDefinition_LogConfiguration {
	return &aws.ECSTaskDefinition_LogConfiguration{
		LogDriver: aws.Str("awslogs"),
		Options: aws.Map(
			aws.Member{Name: "awslogs-group", Value: aws.Ref(logGroup)},
			aws.Member{Name: "awslogs-region", Value: aws.Ref("AWS::Region")},
			aws.Member{Name: "awslogs-stream-prefix", Value: aws.Str(prefix)},
			aws.Member{Name: "mode", Value: aws.Str(t.Logs.Mode).Note("a log outage must not stop the app")},
			aws.Member{Name: "max-buffer-size", Value: aws.Str(strconv.Itoa(t.Logs.BufferMiB) + "m")},
		),
	}
}

func (t *template) platform() string {
	name, ok := platforms[t.Service.Architecture]
	if !ok {
		panic("cfn: unknown architecture " + t.Service.Architecture)
	}
	return name
}

// volume is the only place that the container may write to: the file system of
// the single-replica shape, otherwise space that goes with the task.
func (t *template) volume() *aws.ECSTaskDefinition_Volume {
	v := &aws.ECSTaskDefinition_Volume{Name: aws.Str(t.Service.Volume.Name)}
	if t.FileSystem.Given() {
		v.EFSVolumeConfiguration = &aws.ECSTaskDefinition_EFSVolumeConfiguration{
			FilesystemId: aws.Ref(fileSystem),
			AuthorizationConfig: &aws.ECSTaskDefinition_AuthorizationConfig{
				AccessPointId: aws.Ref(accessPoint),
				IAM:           aws.Str("ENABLED"),
			},
			TransitEncryption: aws.Str("ENABLED"),
		}
	}
	return v
}

func (t *template) container() *aws.ECSTaskDefinition_ContainerDefinition {
	health := t.Service.Health
	c := &aws.ECSTaskDefinition_ContainerDefinition{
		Name:        aws.Str(containerName),
		Image:       t.image(),
		Command:     literals(t.Service.ContainerCommand(t.Balancer.Endpoints[0].Container)),
		Environment: t.environment(),
		Essential:   aws.Bool(true),
		HealthCheck: &aws.ECSTaskDefinition_HealthCheck{
			Command:     aws.Strs(health.Command...),
			Interval:    aws.Int(health.Interval),
			Retries:     aws.Int(health.Retries),
			StartPeriod: aws.Int(health.StartPeriod),
			Timeout:     aws.Int(health.Timeout),
		},
		LinuxParameters: &aws.ECSTaskDefinition_LinuxParameters{
			Capabilities:       t.capabilities(),
			InitProcessEnabled: aws.Bool(t.Service.Init).Note("as PID 1 the runtime would ignore SIGTERM"),
		},
		LogConfiguration: t.log(containerName),
		MountPoints: []*aws.ECSTaskDefinition_MountPoint{{
			ContainerPath: aws.Str(t.Service.Volume.Path),
			ReadOnly:      aws.Bool(false),
			SourceVolume:  aws.Str(t.Service.Volume.Name),
		}},
		ReadonlyRootFilesystem: aws.Bool(t.Service.ReadOnlyRoot),
		StopTimeout:            aws.Int(t.Service.StopTimeout),
		User:                   t.user(),
	}
	if secret := t.Service.Image.Credentials; secret != "" {
		c.RepositoryCredentials = &aws.ECSTaskDefinition_RepositoryCredentials{CredentialsParameter: literal(secret)}
	}
	if !t.Service.ReadOnlyRoot {
		c.ReadonlyRootFilesystem = c.ReadonlyRootFilesystem.Note("ECS Exec writes to the root file system")
	}
	c.DockerLabels = t.labels()
	for _, e := range t.Balancer.Endpoints {
		c.PortMappings = append(c.PortMappings, &aws.ECSTaskDefinition_PortMapping{
			ContainerPort: aws.Int(e.Container), Protocol: aws.Str("tcp"),
		})
	}
	for _, s := range t.Service.Secrets {
		c.Secrets = append(c.Secrets, &aws.ECSTaskDefinition_Secret{
			Name: aws.Str(s.Env), ValueFrom: injected(s),
		})
	}
	return c
}

// image is the spec's, else the parameter. It is not the parameter's default:
// aws cloudformation deploy sends the value of the deployment before, so a new
// default would never reach a stack that is there.
func (t *template) image() aws.Value {
	if uri := t.Service.Image.URI; uri != "" {
		return literal(uri)
	}
	return aws.Ref(imageURI)
}

// labels are the addresses of the stores that secrets hold with a password. A
// task reads a secret only when it starts, and nothing else in its definition
// changes with the store: with its address or the way to it, tasks are replaced.
func (t *template) labels() aws.Value {
	var labels []aws.Member
	for _, s := range t.Service.Secrets {
		switch s.Source {
		case stack.DatabaseURL:
			labels = append(labels, aws.Member{Name: s.Env, Value: t.databaseAddress("")})
		case stack.RedisURL, stack.BusURL:
			labels = append(labels, aws.Member{Name: s.Env, Value: aws.Sub(t.Cache.Scheme(s.Source) + "://" + cacheAddress)})
		}
	}
	if len(labels) == 0 {
		return aws.Value{}
	}
	return aws.Map(labels...)
}

// user is the user and group that the containers run as.
func (t *template) user() aws.Value {
	return aws.Str(strconv.Itoa(t.Service.User) + ":" + strconv.Itoa(t.Service.Group))
}

// capabilities are the rights that the containers give up.
func (t *template) capabilities() *aws.ECSTaskDefinition_KernelCapabilities {
	return &aws.ECSTaskDefinition_KernelCapabilities{Drop: aws.Strs(t.Service.DropCapabilities...)}
}

// environment is the plain variables and the one for temporary files; by name.
func (t *template) environment() []*aws.ECSTaskDefinition_KeyValuePair {
	variables := append(slices.Clone(t.Service.Env), t.Service.TempDir)
	slices.SortStableFunc(variables, func(a, b stack.Variable) int { return cmp.Compare(a.Name, b.Name) })
	pairs := make([]*aws.ECSTaskDefinition_KeyValuePair, len(variables))
	for i, v := range variables {
		pairs[i] = pair(v)
	}
	return pairs
}

// pair is a variable of a container.
func pair(v stack.Variable) *aws.ECSTaskDefinition_KeyValuePair {
	return &aws.ECSTaskDefinition_KeyValuePair{Name: aws.Str(v.Name).Note(v.Why), Value: variable(v)}
}

func variable(v stack.Variable) aws.Value {
	switch v.Ref {
	case "":
		return text(v.Text)
	case stack.RefBucket:
		return aws.Ref(uploads)
	case stack.RefRegion:
		return aws.Ref("AWS::Region")
	case stack.RefCache:
		return aws.Sub("redis://" + cacheAddress)
	}
	panic("cfn: variable with unknown reference " + string(v.Ref))
}
