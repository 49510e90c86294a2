mock_provider "aws" {
  mock_resource "aws_iam_saml_provider" {
    defaults = {
      arn = "arn:aws:iam::111122223333:saml-provider/okta"
    }
  }

  mock_resource "aws_iam_policy" {
    defaults = {
      arn = "arn:aws:iam::111122223333:policy/sluice-callers"
    }
  }

  mock_resource "aws_cognito_identity_pool" {
    defaults = {
      id = "us-west-2:00000000-0000-4000-8000-000000000000"
    }
  }

  mock_resource "aws_iam_role" {
    defaults = {
      arn = "arn:aws:iam::111122223333:role/mocked"
    }
  }
}

override_resource {
  target = aws_iam_role.console["admin"]
  values = { arn = "arn:aws:iam::111122223333:role/sluice-console-admin" }
}

override_resource {
  target = aws_iam_role.console["engineer"]
  values = { arn = "arn:aws:iam::111122223333:role/sluice-console-engineer" }
}

override_resource {
  target = aws_iam_role.console["auditor"]
  values = { arn = "arn:aws:iam::111122223333:role/sluice-console-auditor" }
}

override_resource {
  target = aws_iam_role.console["support"]
  values = { arn = "arn:aws:iam::111122223333:role/sluice-console-support" }
}

override_resource {
  target = aws_iam_role.console["viewer"]
  values = { arn = "arn:aws:iam::111122223333:role/sluice-console-viewer" }
}

variables {
  name              = "sluice"
  api_execution_arn = "arn:aws:execute-api:us-west-2:111122223333:abcdefghij"
  saml_metadata     = "<md:EntityDescriptor entityID=\"https://okta.example/app\">${join("", [for number in range(1000) : "x"])}</md:EntityDescriptor>"
}

run "pool" {
  assert {
    condition     = !aws_cognito_identity_pool.this.allow_unauthenticated_identities && !aws_cognito_identity_pool.this.allow_classic_flow
    error_message = "No guests, and no flow in which the caller picks the role."
  }

  assert {
    condition     = toset(aws_cognito_identity_pool.this.saml_provider_arns) == toset(["arn:aws:iam::111122223333:saml-provider/okta"])
    error_message = "Okta is the only way in."
  }
}

run "mapping" {
  assert {
    condition = [for rule in one(aws_cognito_identity_pool_roles_attachment.this.role_mapping).mapping_rule : "${rule.claim} ${rule.match_type} ${rule.value} ${rule.role_arn}"] == [
      "groups Contains sluice-admins arn:aws:iam::111122223333:role/sluice-console-admin",
      "groups Contains sluice-engineers arn:aws:iam::111122223333:role/sluice-console-engineer",
      "groups Contains sluice-auditors arn:aws:iam::111122223333:role/sluice-console-auditor",
      "groups Contains sluice-support arn:aws:iam::111122223333:role/sluice-console-support",
      "groups Contains sluice-viewers arn:aws:iam::111122223333:role/sluice-console-viewer",
    ]
    error_message = "One rule for each group, in the order in which the first match decides."
  }

  assert {
    condition = (
      one(aws_cognito_identity_pool_roles_attachment.this.role_mapping).type == "Rules" &&
      one(aws_cognito_identity_pool_roles_attachment.this.role_mapping).ambiguous_role_resolution == "Deny"
    )
    error_message = "Whoever matches no rule gets no role."
  }

  assert {
    condition     = length(aws_cognito_identity_pool_roles_attachment.this.roles) == 0
    error_message = "There is no default role."
  }
}

run "trust" {
  assert {
    condition = alltrue([
      for role in aws_iam_role.console : jsondecode(role.assume_role_policy).Statement == [{
        Effect    = "Allow"
        Principal = { Federated = "cognito-identity.amazonaws.com" }
        Action    = "sts:AssumeRoleWithWebIdentity"
        Condition = {
          StringEquals             = { "cognito-identity.amazonaws.com:aud" = "us-west-2:00000000-0000-4000-8000-000000000000" }
          "ForAnyValue:StringLike" = { "cognito-identity.amazonaws.com:amr" = "authenticated" }
        }
      }]
    ])
    error_message = "The console's roles trust this pool's signed-in identities only."
  }

  assert {
    condition = alltrue([
      for role in aws_iam_role.cli : jsondecode(role.assume_role_policy).Statement == [{
        Effect    = "Allow"
        Principal = { Federated = "arn:aws:iam::111122223333:saml-provider/okta" }
        Action    = "sts:AssumeRoleWithSAML"
        Condition = { StringEquals = { "SAML:aud" = "https://signin.aws.amazon.com/saml" } }
      }]
    ])
    error_message = "The terminal's roles are opened by our provider alone, which sets the session's name."
  }

  assert {
    condition     = toset(keys(aws_iam_role.console)) == toset(keys(aws_iam_role.cli)) && length(aws_iam_role.cli) == 5
    error_message = "Both paths know the same five roles."
  }
}

run "least_privilege" {
  assert {
    condition = jsondecode(aws_iam_policy.callers.policy).Statement == [{
      Effect   = "Allow"
      Action   = "execute-api:Invoke"
      Resource = "arn:aws:execute-api:us-west-2:111122223333:abcdefghij/*"
    }]
    error_message = "A stolen key reaches this API and nothing else."
  }

  assert {
    condition = alltrue([
      for role in concat(values(aws_iam_role.console), values(aws_iam_role.cli)) :
      role.permissions_boundary == aws_iam_policy.callers.arn && role.max_session_duration == 3600
    ])
    error_message = "Every caller stays within the boundary, for an hour."
  }

  assert {
    condition     = output.roles.viewer[0] == "arn:aws:iam::111122223333:role/sluice-console-viewer" && length(output.roles.viewer) == 2
    error_message = "The gate lists each role's two ARNs."
  }
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
