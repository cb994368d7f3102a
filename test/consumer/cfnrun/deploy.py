"""Deploys templates to an emulated AWS and reports the results.

    deploy.py JOBS.json REPORT.json

Each job is created by a change set as the AWS CLI does, looked up resource by
resource through the services' own APIs, updated without and with a change, and
deleted. Nothing leaves this machine: moto's server listens on loopback.
"""
import json
import logging
import re
import sys
import traceback
import warnings

import requests
from botocore.exceptions import ClientError
from moto.server import ThreadedMotoServer

import adapters
import engine
import lookup

warnings.simplefilter("ignore")
logging.disable(logging.CRITICAL)

INLINE = 51200  # bytes that CloudFormation takes directly


class Deployment:
    def __init__(self, job):
        self.job, self.region = job, job["region"]
        self.found = {"name": job["name"], "errors": [], "missing": [], "unknownTypes": [], "replaced": [], "touched": [], "added": [], "removed": [], "left": [], "protected": []}
        self.names = {}

    def client(self, service):
        return adapters.client(service, self.region)

    def error(self, text):
        self.found["errors"].append(text)

    def existing(self):
        """Makes what the template takes for given, and notes what its ids became."""
        zone = self.client("route53").create_hosted_zone(Name="example.com", CallerReference=self.job["name"])["HostedZone"]["Id"]
        self.zone = zone.split("/")[-1]
        text = ""
        for stack in filter(None, [self.job, self.job.get("owner")]):
            with open(stack["template"]) as f:
                text += f.read() + json.dumps(stack["parameters"])
        with open(self.job["changed"]) as f:
            text += f.read() + json.dumps(self.job.get("changedParameters") or {})
        for arn, region in re.findall(r"(arn:aws:acm:([a-z0-9-]+):\d{12}:certificate/[0-9a-f-]+)", text):
            self.names[arn] = adapters.client("acm", region).request_certificate(DomainName="example.com")["CertificateArn"]
        for literal in re.findall(r"Z0123456789[A-Z]{10}", text):
            self.names[literal] = self.zone
        given = self.job.get("existing")
        if not given:
            return
        ec2, elb = self.client("ec2"), self.client("elbv2")
        vpc = ec2.create_vpc(CidrBlock="10.9.0.0/16")["Vpc"]["VpcId"]
        self.names[given["vpc"]] = vpc
        for i, subnet in enumerate(dict.fromkeys(given["public"] + given["private"])):
            self.names[subnet] = ec2.create_subnet(VpcId=vpc, CidrBlock=f"10.9.{i}.0/24", AvailabilityZone=self.region + "abc"[i % 3])["Subnet"]["SubnetId"]
        if not given.get("balancer"):
            return
        group = ec2.create_security_group(GroupName="shared", Description="shared", VpcId=vpc)["GroupId"]
        balancer = elb.create_load_balancer(Name="shared", Subnets=[self.names[s] for s in given["public"]], SecurityGroups=[group])["LoadBalancers"][0]
        certificate = self.client("acm").request_certificate(DomainName="example.com")["CertificateArn"]
        listener = elb.create_listener(LoadBalancerArn=balancer["LoadBalancerArn"], Protocol="HTTPS", Port=443,
                                       Certificates=[{"CertificateArn": certificate}],
                                       DefaultActions=[{"Type": "fixed-response", "FixedResponseConfig": {"StatusCode": "404"}}])["Listeners"][0]
        self.names[given["group"]] = group
        self.names[given["listener"]] = listener["ListenerArn"]
        self.names[given["balancer"]] = balancer["LoadBalancerArn"]
        full = lambda arn: arn.split(":loadbalancer/")[1]
        self.names[full(given["balancer"])] = full(balancer["LoadBalancerArn"])

    def template(self, path):
        with open(path) as f:
            return self.renamed(f.read())

    def renamed(self, text):
        for old in sorted(self.names, key=len, reverse=True):
            text = text.replace(old, self.names[old])
        return text

    def deploy(self, text, kind, job=None):
        """What `aws cloudformation deploy` does: a change set, and its execution."""
        job = job or self.job
        cfn, stack = self.client("cloudformation"), job["stack"]
        where = {"TemplateBody": text}
        if len(text.encode()) > INLINE:
            s3 = adapters.client("s3", "us-east-1")
            s3.create_bucket(Bucket="templates")
            s3.put_object(Bucket="templates", Key="t.yaml", Body=text.encode())
            where = {"TemplateURL": "https://templates.s3.amazonaws.com/t.yaml"}
        parameters = {k: self.zone if k == "HostedZoneId" else self.renamed(v) for k, v in job["parameters"].items()}
        try:
            change = cfn.create_change_set(StackName=stack, ChangeSetName="c" + kind.lower(), ChangeSetType=kind, Capabilities=["CAPABILITY_IAM"],
                                           Parameters=[{"ParameterKey": k, "ParameterValue": v} for k, v in parameters.items()], **where)
        except ClientError as e:
            if "No updates are to be performed" in str(e):
                return []
            raise
        described = cfn.describe_change_set(ChangeSetName=change["Id"], StackName=stack)
        cfn.execute_change_set(ChangeSetName=change["Id"], StackName=stack)
        status = cfn.describe_stacks(StackName=stack)["Stacks"][0]["StackStatus"]
        if status != kind + "_COMPLETE":
            self.error(f"{kind}: the stack is {status}")
        return [c["ResourceChange"]["LogicalResourceId"] for c in described.get("Changes", [])]

    def resources(self):
        pages = self.client("cloudformation").describe_stack_resources(StackName=self.job["stack"])["StackResources"]
        return {r["LogicalResourceId"]: (r["ResourceType"], r["PhysicalResourceId"]) for r in pages if "LogicalResourceId" in r}

    def look(self, resources):
        """The resources that their own services know."""
        there = set()
        for name, (kind, physical) in resources.items():
            if kind not in lookup.BY_TYPE:
                self.found["unknownTypes"].append(kind)
            elif lookup.exists(kind, self.client, physical):
                there.add(name)
        return there

    def secrets(self):
        """No secret shows where people look, and the composed ones are well formed."""
        cfn, sm, ecs = self.client("cloudformation"), self.client("secretsmanager"), self.client("ecs")
        values = {s["ARN"]: sm.get_secret_value(SecretId=s["ARN"])["SecretString"] for s in sm.list_secrets(MaxResults=100)["SecretList"]}
        stack = cfn.describe_stacks(StackName=self.job["stack"])["Stacks"][0]
        if not stack.get("Outputs"):
            self.error("the stack has no outputs")
        shown = json.dumps(stack, default=str)
        containers = []
        for arn in ecs.list_task_definitions()["taskDefinitionArns"]:
            task = ecs.describe_task_definition(taskDefinition=arn)["taskDefinition"]
            shown += json.dumps(task, default=str)
            containers += task["containerDefinitions"]
        for arn, value in values.items():
            parts = list(json.loads(value).values()) if value.startswith("{") else [value]
            if any(len(part) > 8 and part in shown for part in parts):
                self.error(f"the value of {arn} is shown")
            url = re.match(r"(postgresql://[a-z]*:[A-Za-z0-9]+@|rediss?://([a-z]*:[A-Za-z0-9]+@)?)[a-z0-9.-]+:\d+(/pylon\?sslmode=(require|disable))?$", value)
            if re.match("(postgresql|rediss?):", value) and not url:
                self.error(f"the value of {arn} is not a URL: {re.sub('[A-Za-z0-9]', 'x', value)}")
            if "{{" in value or "${" in value:
                self.error(f"the value of {arn} is not resolved")
        for container in containers:
            for secret in container.get("secrets", []):
                parts = secret["valueFrom"].split(":")
                arn, key = ":".join(parts[:7]), (parts[7] if len(parts) > 7 else "")
                if arn not in values or key and key not in json.loads(values[arn]):
                    self.error(f"{secret['name']} comes from {secret['valueFrom']}, which is not there")

    def unprotect(self, resources):
        """What an operator does before a deletion; notes what was protected."""
        for name, (kind, physical) in resources.items():
            if kind != "AWS::RDS::DBCluster":
                continue
            rds = self.client("rds")
            if rds.describe_db_clusters(DBClusterIdentifier=physical)["DBClusters"][0]["DeletionProtection"]:
                self.found["protected"].append(name)
                rds.modify_db_cluster(DBClusterIdentifier=physical, DeletionProtection=False)

    def run(self):
        self.existing()
        if owner := self.job.get("owner"):
            self.deploy(self.template(owner["template"]), "CREATE", owner)
        text = self.template(self.job["template"])
        self.deploy(text, "CREATE")
        first = self.resources()
        there = self.look(first)
        self.found["missing"] = sorted(set(self.job["resources"] or []) - there)
        self.secrets()
        if again := self.deploy(text, "UPDATE"):
            self.error(f"the same template changes {again}")
        if self.job.get("changed"):
            self.found["touched"] = sorted(self.deploy(self.template(self.job["changed"]), "UPDATE", {**self.job, "parameters": self.job.get("changedParameters") or self.job["parameters"]}))
            second = self.resources()
            self.found["added"] = sorted(n for n in second if n not in first)
            self.found["removed"] = sorted(n for n in first if n not in second)
            self.found["replaced"] = sorted(n for n in second if n in first and first[n] != second[n])
            first = second
        self.unprotect(first)
        self.client("cloudformation").delete_stack(StackName=self.job["stack"])
        self.found["left"] = sorted(self.look(first))
        self.found["unknownTypes"] = sorted(set(self.found["unknownTypes"]))


def main(jobs, report):
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    adapters.endpoint = f"http://{host}:{port}"
    engine.install()
    reports = []
    with open(jobs) as f:
        for job in json.load(f):
            requests.post(adapters.endpoint + "/moto-api/reset", timeout=30)
            deployment = Deployment(job)
            engine.failures.clear()
            try:
                deployment.run()
            except Exception:
                deployment.error(traceback.format_exc(limit=-3))
            for failure in engine.failures:
                deployment.error(failure)
            reports.append(deployment.found)
    with open(report, "w") as f:
        json.dump({"deployments": reports, "adapted": sorted(adapters.ADAPTED), "leftOut": sorted(adapters.left_out),
                   "notCovered": adapters.NOT_COVERED}, f)
    server.stop()


if __name__ == "__main__":
    main(*sys.argv[1:])
