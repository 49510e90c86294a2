mock_provider "aws" {}

variables {
  name                   = "sluice"
  console_origin         = "https://console.sluice.example"
  manage_account_logging = true
  roles = {
    viewer   = ["arn:aws:iam::111122223333:role/sluice-console-viewer", "arn:aws:iam::111122223333:role/sluice-cli-viewer"]
    support  = ["arn:aws:iam::111122223333:role/sluice-console-support", "arn:aws:iam::111122223333:role/sluice-cli-support"]
    engineer = ["arn:aws:iam::111122223333:role/sluice-console-engineer", "arn:aws:iam::111122223333:role/sluice-cli-engineer"]
    admin    = ["arn:aws:iam::111122223333:role/sluice-console-admin", "arn:aws:iam::111122223333:role/sluice-cli-admin"]
    auditor  = ["arn:aws:iam::111122223333:role/sluice-console-auditor", "arn:aws:iam::111122223333:role/sluice-cli-auditor"]
  }
  stages = {
    prod = { vpc_link_id = "link-prod", backend_host = "prod.sluice.internal.example.com" }
    beta = { vpc_link_id = "link-beta", backend_host = "beta.sluice.internal.example.com" }
  }
  gate_secrets = {
    prod = "prod-0123456789-0123456789-0123456789"
    beta = "beta-0123456789-0123456789-0123456789"
  }
}

run "refuses_a_secret_that_a_stage_variable_cannot_hold" {
  command         = plan
  expect_failures = [var.gate_secrets]

  variables {
    gate_secrets = {
      prod = "prod+0123456789+0123456789+0123456789"
      beta = "beta-0123456789-0123456789-0123456789"
    }
  }
}

run "refuses_one_secret_for_both" {
  command         = plan
  expect_failures = [var.gate_secrets]

  variables {
    gate_secrets = {
      prod = "same-0123456789-0123456789-0123456789"
      beta = "same-0123456789-0123456789-0123456789"
    }
  }
}

run "refuses_a_stage_without_secret" {
  command         = plan
  expect_failures = [var.gate_secrets]

  variables {
    gate_secrets = { prod = "prod-0123456789-0123456789-0123456789" }
  }
}

run "refuses_a_backend_by_url" {
  command         = plan
  expect_failures = [var.stages]

  variables {
    stages = {
      prod = { vpc_link_id = "link-prod", backend_host = "https://prod.sluice.internal.example.com" }
      beta = { vpc_link_id = "link-beta", backend_host = "beta.sluice.internal.example.com" }
    }
  }
}
