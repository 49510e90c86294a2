output "alarm_arns" {
  description = "ARN of each alarm by its name without the prefix, for dashboards and composite alarms."
  value       = { for name, alarm in aws_cloudwatch_metric_alarm.this : name => alarm.arn }
}
