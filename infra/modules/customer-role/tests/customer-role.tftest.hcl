mock_provider "aws" {}

variables {
  principal_arns = ["arn:aws:iam::595280932656:role/segment-datalakes-production-access", "arn:aws:iam::294048959147:role/datalakes-aws-worker"]
  external_ids   = ["ws-grove", "source-1"]
  region         = "us-west-2"
  account_id     = "444455556666"
  bucket         = "grove-lake"

  emr_roles = {
    service          = "arn:aws:iam::444455556666:role/SegmentEMRServiceRole"
    instance_profile = "arn:aws:iam::444455556666:role/SegmentEMRInstanceProfileRole"
    autoscaling      = "arn:aws:iam::444455556666:role/SegmentEMRAutoScalingRole"
  }
}

run "trust" {
  assert {
    condition = jsondecode(aws_iam_role.this.assume_role_policy).Statement == [{
      Effect    = "Allow"
      Principal = { AWS = [for arn in var.principal_arns : arn] }
      Action    = "sts:AssumeRole"
      Condition = { StringEquals = { "sts:ExternalId" = ["ws-grove", "source-1"] } }
    }]
    error_message = "Named principals with one of the external ids, nobody else."
  }
}

run "policy" {
  assert {
    condition = alltrue([
      for one in jsondecode(aws_iam_role_policy.this.policy).Statement :
      contains(one.Action, "elasticmapreduce:AddTags") && one.Condition == { StringEquals = { "elasticmapreduce:ResourceTag/vendor" = "segment" } }
      if one.Sid == "Emr"
    ])
    error_message = "Without AddTags no cluster can be cloned; without the tag every cluster of the account is open."
  }

  assert {
    condition     = length([for one in jsondecode(aws_iam_role_policy.this.policy).Statement : one.Action if one.Sid == "Glue"][0]) == 19
    error_message = "The documented policy has 19 Glue actions."
  }

  assert {
    condition = alltrue([
      for resource in flatten([for one in jsondecode(aws_iam_role_policy.this.policy).Statement : one.Resource if one.Sid == "Glue"]) :
      startswith(resource, "arn:aws:glue:us-west-2:444455556666:")
    ])
    error_message = "One catalog in one region."
  }

  assert {
    condition     = [for one in jsondecode(aws_iam_role_policy.this.policy).Statement : one.Resource if one.Action == "iam:PassRole"] == [values({ a = var.emr_roles.service, b = var.emr_roles.instance_profile, c = var.emr_roles.autoscaling })]
    error_message = "Three roles may be passed on, no other."
  }

  assert {
    condition     = [for one in jsondecode(aws_iam_role_policy.this.policy).Statement : one.Resource if one.Sid == "Bucket"] == [["arn:aws:s3:::grove-lake", "arn:aws:s3:::grove-lake/*"]]
    error_message = "One bucket."
  }
}

run "refuses_an_open_trust" {
  command         = plan
  expect_failures = [var.external_ids]

  variables {
    external_ids = []
  }
}

run "refuses_a_whole_account" {
  command         = plan
  expect_failures = [var.principal_arns]

  variables {
    principal_arns = ["arn:aws:iam::595280932656:root"]
  }
}

run "refuses_to_pass_every_role" {
  command         = plan
  expect_failures = [var.emr_roles]

  variables {
    emr_roles = {
      service          = "arn:aws:iam::444455556666:role/*"
      instance_profile = "arn:aws:iam::444455556666:role/SegmentEMRInstanceProfileRole"
      autoscaling      = "arn:aws:iam::444455556666:role/SegmentEMRAutoScalingRole"
    }
  }
}
