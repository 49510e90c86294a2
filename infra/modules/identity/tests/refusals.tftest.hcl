mock_provider "aws" {}

variables {
  name              = "sluice"
  api_execution_arn = "arn:aws:execute-api:us-west-2:111122223333:abcdefghij"
  saml_metadata     = "<md:EntityDescriptor entityID=\"https://okta.example/console\">${join("", [for number in range(1000) : "x"])}</md:EntityDescriptor>"
  cli_saml_metadata = "<md:EntityDescriptor entityID=\"https://okta.example/cli\">${join("", [for number in range(1000) : "x"])}</md:EntityDescriptor>"
}

run "refuses_a_group_within_another" {
  command         = plan
  expect_failures = [var.groups]

  variables {
    groups = {
      viewer   = "sluice-engineers-readonly"
      support  = "sluice-support"
      engineer = "sluice-engineers"
      admin    = "sluice-admins"
      auditor  = "sluice-auditors"
    }
  }
}

run "refuses_one_group_for_two" {
  command         = plan
  expect_failures = [var.groups]

  variables {
    groups = {
      viewer   = "sluice-support"
      support  = "sluice-support"
      engineer = "sluice-engineers"
      admin    = "sluice-admins"
      auditor  = "sluice-auditors"
    }
  }
}

run "refuses_a_name_that_hides_the_path" {
  command         = plan
  expect_failures = [var.name]

  variables {
    name = "sluice-cli"
  }
}

run "refuses_metadata_that_is_an_address" {
  command         = plan
  expect_failures = [var.saml_metadata]

  variables {
    saml_metadata = "https://okta.example/app/sso/saml/metadata"
  }
}

run "refuses_the_console_s_metadata_for_the_terminal" {
  command         = plan
  expect_failures = [var.cli_saml_metadata]

  variables {
    cli_saml_metadata = "<md:EntityDescriptor entityID=\"https://okta.example/console\">${join("", [for number in range(1001) : "x"])}</md:EntityDescriptor>"
  }
}
