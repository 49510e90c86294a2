# What AWS would refuse late, or take and never find.

mock_provider "aws" {
  mock_data "aws_caller_identity" {
    defaults = {
      account_id = "111122223333"
    }
  }
}

run "refuses_what_the_account_would_only_refuse_later" {
  command         = plan
  expect_failures = [var.region, var.cpu_architecture, var.archive, var.okta]

  variables {
    region           = "Oregon"
    cpu_architecture = "arm64"
    archive          = { buckets = ["sluice-archive"], kms_key_arns = ["arn:aws:kms:us-west-2:111122223333:alias/archive"] }
    segment          = null
    okta = {
      metadata     = "<md:EntityDescriptor entityID=\"http://www.okta.com/exk1other\">"
      cli_metadata = ""
      issuer       = "http://www.okta.com/exk1console"
      sso_url      = "https://okta.example/app/sluice/exk1console/sso/saml"
      certificates = ["-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n"]
    }
  }
}

run "refuses_the_services_network_for_the_console" {
  command         = plan
  expect_failures = [var.network]

  variables {
    network = {
      private_subnet_ids = ["subnet-0123456789abcdef0", "subnet-0123456789abcdef1"]
      staff_cidrs        = ["10.20.0.0/16"]
      vpc_id             = "vpc-0123456789abcdef0"
      console            = { vpc_id = "vpc-0123456789abcdef0", subnet_ids = ["subnet-0123456789abcdef2", "subnet-0123456789abcdef3"], route_table_ids = ["rtb-0123456789abcdef0"] }
    }
  }
}

run "refuses_a_write_key_with_its_version" {
  command         = plan
  expect_failures = [var.segment]

  variables {
    segment = {
      url                  = "https://api.segment.io"
      write_key_secret_arn = "arn:aws:secretsmanager:us-west-2:111122223333:secret:segment-AbCdEf:::AWSCURRENT"
    }
  }
}

run "refuses_an_alias_for_the_key_of_the_write_key" {
  command         = plan
  expect_failures = [var.segment]

  variables {
    segment = {
      url                  = "https://api.segment.io"
      write_key_secret_arn = "arn:aws:secretsmanager:us-west-2:111122223333:secret:segment-AbCdEf"
      kms_key_arn          = "arn:aws:kms:us-west-2:111122223333:alias/segment"
    }
  }
}
