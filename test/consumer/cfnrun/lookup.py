"""How a service knows a resource: by type, a function of clients and the id."""
from botocore.exceptions import ClientError


def route(c, i):
    table, destination = i.split("~")
    routes = c("ec2").describe_route_tables(RouteTableIds=[table])["RouteTables"][0]["Routes"]
    return any(r.get("DestinationCidrBlock") == destination and r.get("GatewayId") != "local" for r in routes)


def attachment(c, vpc):
    return c("ec2").describe_internet_gateways(Filters=[{"Name": "attachment.vpc-id", "Values": [vpc.split("|")[-1]]}])["InternetGateways"]


def alive(items, key, dead):
    return [i for i in items if i[key] not in dead]


def policy(c, i):
    return [p for p in c("application-autoscaling").describe_scaling_policies(ServiceNamespace="ecs")["ScalingPolicies"] if p["PolicyARN"] == i]


def topic_policy(c, i):
    return [t for t in c("sns").list_topics()["Topics"]
            if "cloudwatch.amazonaws.com" in c("sns").get_topic_attributes(TopicArn=t["TopicArn"])["Attributes"]["Policy"]]


def key(c, i):
    return c("kms").describe_key(KeyId=i)["KeyMetadata"]["KeyState"] == "Enabled"


def user_key(c, i):
    return [k for u in c("iam").list_users()["Users"] for k in c("iam").list_access_keys(UserName=u["UserName"])["AccessKeyMetadata"] if k["AccessKeyId"] == i]


def records(c, i):
    zone, name, kind = i.split("|")
    found = c("route53").list_resource_record_sets(HostedZoneId=zone)["ResourceRecordSets"]
    return [r for r in found if r["Name"].rstrip(".") == name and r["Type"] == kind]


BY_TYPE = {
    "AWS::ApplicationAutoScaling::ScalableTarget": lambda c, i: c("application-autoscaling").describe_scalable_targets(
        ServiceNamespace="ecs", ResourceIds=[i.split("|")[0]])["ScalableTargets"],
    "AWS::ApplicationAutoScaling::ScalingPolicy": policy,
    "AWS::CertificateManager::Certificate": lambda c, i: c("acm").describe_certificate(CertificateArn=i),
    "AWS::CloudFront::Distribution": lambda c, i: c("cloudfront").get_distribution(Id=i),
    "AWS::CloudWatch::Alarm": lambda c, i: c("cloudwatch").describe_alarms(AlarmNames=[i])["MetricAlarms"],
    "AWS::EC2::EIP": lambda c, i: c("ec2").describe_addresses(Filters=[{"Name": "public-ip", "Values": [i]}])["Addresses"],
    "AWS::EC2::FlowLog": lambda c, i: c("ec2").describe_flow_logs(FlowLogIds=[i])["FlowLogs"],
    "AWS::EC2::Instance": lambda c, i: [x for r in c("ec2").describe_instances(InstanceIds=[i])["Reservations"] for x in r["Instances"] if x["State"]["Name"] == "running"],
    "AWS::EC2::InternetGateway": lambda c, i: c("ec2").describe_internet_gateways(InternetGatewayIds=[i])["InternetGateways"],
    "AWS::EC2::NatGateway": lambda c, i: alive(c("ec2").describe_nat_gateways(NatGatewayIds=[i])["NatGateways"], "State", ["deleted"]),
    "AWS::EC2::Route": route,
    "AWS::EC2::RouteTable": lambda c, i: c("ec2").describe_route_tables(RouteTableIds=[i])["RouteTables"],
    "AWS::EC2::SecurityGroup": lambda c, i: c("ec2").describe_security_groups(GroupIds=[i])["SecurityGroups"],
    "AWS::EC2::SecurityGroupIngress": lambda c, i: c("ec2").describe_security_group_rules(SecurityGroupRuleIds=[i])["SecurityGroupRules"],
    "AWS::EC2::Subnet": lambda c, i: c("ec2").describe_subnets(SubnetIds=[i])["Subnets"],
    "AWS::EC2::SubnetRouteTableAssociation": lambda c, i: c("ec2").describe_route_tables(
        Filters=[{"Name": "association.route-table-association-id", "Values": [i]}])["RouteTables"],
    "AWS::EC2::VPC": lambda c, i: c("ec2").describe_vpcs(VpcIds=[i])["Vpcs"],
    "AWS::EC2::VPCEndpoint": lambda c, i: alive(c("ec2").describe_vpc_endpoints(VpcEndpointIds=[i])["VpcEndpoints"], "State", ["deleted"]),
    "AWS::EC2::VPCGatewayAttachment": attachment,
    "AWS::ECS::Cluster": lambda c, i: alive(c("ecs").describe_clusters(clusters=[i])["clusters"], "status", ["INACTIVE"]),
    "AWS::ECS::Service": lambda c, i: alive(c("ecs").describe_services(cluster=i.split("/")[1], services=[i.split("/")[2]])["services"], "status", ["INACTIVE"]),
    "AWS::ECS::TaskDefinition": lambda c, i: c("ecs").describe_task_definition(taskDefinition=i)["taskDefinition"]["status"] == "ACTIVE",
    "AWS::EFS::AccessPoint": lambda c, i: c("efs").describe_access_points(AccessPointId=i)["AccessPoints"],
    "AWS::EFS::FileSystem": lambda c, i: c("efs").describe_file_systems(FileSystemId=i)["FileSystems"],
    "AWS::EFS::MountTarget": lambda c, i: c("efs").describe_mount_targets(MountTargetId=i)["MountTargets"],
    "AWS::ElastiCache::ReplicationGroup": lambda c, i: alive(c("elasticache").describe_replication_groups(ReplicationGroupId=i)["ReplicationGroups"], "Status", ["deleting"]),
    "AWS::ElasticLoadBalancingV2::Listener": lambda c, i: c("elbv2").describe_listeners(ListenerArns=[i])["Listeners"],
    "AWS::ElasticLoadBalancingV2::ListenerCertificate": lambda c, i: [x for x in c("elbv2").describe_listener_certificates(
        ListenerArn=i.split("|")[0])["Certificates"] if x["CertificateArn"] == i.split("|")[1]],
    "AWS::ElasticLoadBalancingV2::ListenerRule": lambda c, i: c("elbv2").describe_rules(RuleArns=[i])["Rules"],
    "AWS::ElasticLoadBalancingV2::LoadBalancer": lambda c, i: c("elbv2").describe_load_balancers(LoadBalancerArns=[i])["LoadBalancers"],
    "AWS::ElasticLoadBalancingV2::TargetGroup": lambda c, i: c("elbv2").describe_target_groups(TargetGroupArns=[i])["TargetGroups"],
    "AWS::IAM::AccessKey": user_key,
    "AWS::IAM::ManagedPolicy": lambda c, i: c("iam").get_policy(PolicyArn=i),
    "AWS::IAM::Role": lambda c, i: c("iam").get_role(RoleName=i),
    "AWS::IAM::User": lambda c, i: c("iam").get_user(UserName=i),
    "AWS::KMS::Key": key,
    "AWS::Logs::LogGroup": lambda c, i: [g for g in c("logs").describe_log_groups(logGroupNamePrefix=i)["logGroups"] if g["logGroupName"] == i],
    "AWS::RDS::DBCluster": lambda c, i: c("rds").describe_db_clusters(DBClusterIdentifier=i)["DBClusters"],
    "AWS::RDS::DBClusterParameterGroup": lambda c, i: c("rds").describe_db_cluster_parameter_groups(DBClusterParameterGroupName=i)["DBClusterParameterGroups"],
    "AWS::RDS::DBInstance": lambda c, i: c("rds").describe_db_instances(DBInstanceIdentifier=i)["DBInstances"],
    "AWS::RDS::DBSubnetGroup": lambda c, i: c("rds").describe_db_subnet_groups(DBSubnetGroupName=i)["DBSubnetGroups"],
    "AWS::Route53::RecordSetGroup": records,
    "AWS::S3::Bucket": lambda c, i: c("s3").head_bucket(Bucket=i),
    "AWS::S3::BucketPolicy": lambda c, i: c("s3").get_bucket_policy(Bucket=i),
    "AWS::SNS::Topic": lambda c, i: c("sns").get_topic_attributes(TopicArn=i),
    "AWS::SNS::TopicPolicy": topic_policy,
    "AWS::SecretsManager::Secret": lambda c, i: c("secretsmanager").describe_secret(SecretId=i),
    "AWS::WAFv2::LoggingConfiguration": lambda c, i: c("wafv2").get_logging_configuration(ResourceArn=i),
    "AWS::WAFv2::WebACL": lambda c, i: c("wafv2").get_web_acl(Name=i.split("|")[0], Id=i.split("|")[1], Scope=i.split("|")[2]),
    "AWS::WAFv2::WebACLAssociation": lambda c, i: "WebACL" in c("wafv2").get_web_acl_for_resource(ResourceArn=i.split("|")[1]),
}


def exists(kind, client, physical):
    """Whether the service knows it. An answer that it does not is a no, any other error is not caught."""
    try:
        return bool(BY_TYPE[kind](client, physical))
    except ClientError as e:
        status = e.response["ResponseMetadata"]["HTTPStatusCode"]
        if status in (400, 404):
            return False
        raise
    except (KeyError, IndexError):
        return False
