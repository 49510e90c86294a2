# Okta -> identity pool -> one IAM role for each Okta group, and the roles of the terminal. Okta makes two applications of
# this, each with an entity id and a certificate of its own, so IAM needs a provider for each: it refuses an assertion
# whose issuer is not in the provider's metadata. What is meant for one way in opens nothing by the other.

resource "aws_iam_saml_provider" "console" {
  name                   = "${var.name}-console"
  saml_metadata_document = var.saml_metadata
}

resource "aws_iam_saml_provider" "cli" {
  name                   = "${var.name}-cli"
  saml_metadata_document = var.cli_saml_metadata
}

resource "aws_cognito_identity_pool" "this" {
  identity_pool_name               = var.name
  allow_unauthenticated_identities = false
  # SAML knows the enhanced flow only; the classic one would let a caller pick any role that trusts the pool.
  allow_classic_flow = false
  saml_provider_arns = [aws_iam_saml_provider.console.arn]
}

locals {
  # The first rule that matches wins, so the order decides what a person in several groups is.
  order = ["admin", "engineer", "auditor", "support", "viewer"]

  trust_of_pool = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Principal = { Federated = "cognito-identity.amazonaws.com" }
      Action    = "sts:AssumeRoleWithWebIdentity"
      Condition = {
        StringEquals             = { "cognito-identity.amazonaws.com:aud" = aws_cognito_identity_pool.this.id }
        "ForAnyValue:StringLike" = { "cognito-identity.amazonaws.com:amr" = "authenticated" }
      }
    }]
  })

  # By this action alone the session's name comes out of the assertion. Whoever may choose it may be anybody.
  trust_of_provider = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Principal = { Federated = aws_iam_saml_provider.cli.arn }
      Action    = "sts:AssumeRoleWithSAML"
      Condition = { StringEquals = { "SAML:aud" = "https://signin.aws.amazon.com/saml" } }
    }]
  })
}

# Who is in no group gets no credentials: rules decide, and Deny ends the search.
resource "aws_cognito_identity_pool_roles_attachment" "this" {
  identity_pool_id = aws_cognito_identity_pool.this.id
  # Asked for although no rule ever falls back to it: without one the attachment is refused.
  roles = { authenticated = aws_iam_role.nobody.arn }

  role_mapping {
    identity_provider         = aws_iam_saml_provider.console.arn
    type                      = "Rules"
    ambiguous_role_resolution = "Deny"

    dynamic "mapping_rule" {
      for_each = local.order

      content {
        claim = "groups"
        # Several groups arrive as one text, which Equals would not match.
        match_type = "Contains"
        value      = var.groups[mapping_rule.value]
        role_arn   = aws_iam_role.console[mapping_rule.value].arn
      }
    }
  }
}

# A dead end: the gate does not list it, and it may do nothing.
resource "aws_iam_role" "nobody" {
  name                 = "${var.name}-nobody"
  assume_role_policy   = local.trust_of_pool
  permissions_boundary = aws_iam_policy.callers.arn
  max_session_duration = 3600
}

resource "aws_iam_role_policy" "nobody" {
  name = "nothing"
  role = aws_iam_role.nobody.id

  policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Deny", Action = "*", Resource = "*" }]
  })
}

resource "aws_iam_role" "console" {
  for_each             = toset(local.order)
  name                 = "${var.name}-console-${each.key}"
  assume_role_policy   = local.trust_of_pool
  permissions_boundary = aws_iam_policy.callers.arn
  max_session_duration = 3600
}

resource "aws_iam_role" "cli" {
  for_each             = toset(local.order)
  name                 = "${var.name}-cli-${each.key}"
  assume_role_policy   = local.trust_of_provider
  permissions_boundary = aws_iam_policy.callers.arn
  max_session_duration = 3600
}

# The roles have no policy of their own: in the API's own account its resource policy is enough, and what each may call
# stands there alone. The boundary keeps whatever somebody attaches later from reaching anything but this API.
resource "aws_iam_policy" "callers" {
  name        = "${var.name}-callers"
  description = "The most that a caller of Sluice's gate can ever do"

  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect   = "Allow"
      Action   = "execute-api:Invoke"
      Resource = "${var.api_execution_arn}/*"
    }]
  })
}
