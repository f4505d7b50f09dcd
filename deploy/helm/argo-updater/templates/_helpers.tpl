{{- define "argo-updater.name" -}}
{{- default .Chart.Name .Values.nameOverride | trunc 63 | trimSuffix "-" }}
{{- end }}

{{- define "argo-updater.fullname" -}}
{{- if .Values.fullnameOverride }}
{{- .Values.fullnameOverride | trunc 63 | trimSuffix "-" }}
{{- else if contains (include "argo-updater.name" .) .Release.Name }}
{{- .Release.Name | trunc 63 | trimSuffix "-" }}
{{- else }}
{{- printf "%s-%s" .Release.Name (include "argo-updater.name" .) | trunc 63 | trimSuffix "-" }}
{{- end }}
{{- end }}

{{- define "argo-updater.selectorLabels" -}}
app.kubernetes.io/name: {{ include "argo-updater.name" . }}
app.kubernetes.io/instance: {{ .Release.Name }}
{{- end }}

{{- define "argo-updater.labels" -}}
{{ include "argo-updater.selectorLabels" . }}
app.kubernetes.io/version: {{ .Chart.AppVersion | quote }}
app.kubernetes.io/part-of: towline
app.kubernetes.io/managed-by: {{ .Release.Service }}
helm.sh/chart: {{ printf "%s-%s" .Chart.Name .Chart.Version }}
{{- end }}

{{- define "argo-updater.serviceAccount" -}}
{{- if .Values.serviceAccount.create }}
{{- default (include "argo-updater.fullname" .) .Values.serviceAccount.name }}
{{- else }}
{{- default "default" .Values.serviceAccount.name }}
{{- end }}
{{- end }}

{{- define "argo-updater.image" -}}
{{- with .Values.image }}
{{- if .digest }}
{{- printf "%s@%s" .repository .digest }}
{{- else }}
{{- printf "%s:%s" .repository (default $.Chart.AppVersion .tag) }}
{{- end }}
{{- end }}
{{- end }}

{{- define "argo-updater.argocdNamespace" -}}
{{- default .Release.Namespace .Values.argocd.namespace }}
{{- end }}

{{- define "argo-updater.leaseNamespace" -}}
{{- dig "live" "leaderElectionNamespace" .Release.Namespace .Values.settings }}
{{- end }}

{{/* What is mounted below /var/run/towline: the name of a folder, and the Secret in it. */}}
{{- define "argo-updater.secretMounts" -}}
{{- $mounts := dict }}
{{- with .Values.git.credentials.secretName }}{{- $_ := set $mounts "git" . }}{{- end }}
{{- if .Values.webhook.enabled }}
{{- with .Values.webhook.secretName }}{{- $_ := set $mounts "webhooks" . }}{{- end }}
{{- with .Values.webhook.tls.secretName }}{{- $_ := set $mounts "tls" . }}{{- end }}
{{- with .Values.api.tokens.secretName }}{{- $_ := set $mounts "api" . }}{{- end }}
{{- with .Values.peers.secretName }}{{- $_ := set $mounts "peers" . }}{{- end }}
{{- end }}
{{- with .Values.notify.webhookSecret.secretName }}{{- $_ := set $mounts "notify" . }}{{- end }}
{{- with .Values.notify.slack.secretName }}{{- $_ := set $mounts "slack" . }}{{- end }}
{{- toYaml $mounts }}
{{- end }}

{{/* The settings file: what the chart knows, and over it what .Values.settings says. */}}
{{- define "argo-updater.settings" -}}
{{- $folder := "file:/var/run/towline" }}
{{- $server := dict "healthAddress" ":8081" "metricsAddress" "0" }}
{{- if .Values.metrics.enabled }}
{{- $_ := set $server "metricsAddress" (printf ":%d" (int .Values.metrics.port)) }}
{{- end }}
{{- if .Values.webhook.enabled }}
{{- $_ := set $server "enableWebhook" true }}
{{- $_ := set $server "port" (int .Values.webhook.port) }}
{{- if .Values.webhook.tls.secretName }}
{{- $_ := set $server "tlsCert" "/var/run/towline/tls/tls.crt" }}
{{- $_ := set $server "tlsKey" "/var/run/towline/tls/tls.key" }}
{{- end }}
{{- if .Values.api.tokens.secretName }}
{{- $_ := set $server "tokens" (printf "%s/api/%s" $folder .Values.api.tokens.key) }}
{{- end }}
{{- if .Values.peers.secretName }}
{{- $_ := set $server "peerToken" (printf "%s/peers/%s" $folder .Values.peers.key) }}
{{- end }}
{{- if .Values.webhook.secretName }}
{{- $secrets := dict }}
{{- range .Values.webhook.vendors }}
{{- $_ := set $secrets . (printf "%s/webhooks/%s" $folder .) }}
{{- end }}
{{- $_ := set $server "secrets" $secrets }}
{{- end }}
{{- end }}
{{- $settings := dict "server" $server }}
{{- $_ := set $settings "log" (dict "format" "json") }}
{{- $_ := set $settings "cache" (dict "directory" "/var/cache/argo-updater") }}
{{- $argocd := dict }}
{{- with .Values.argocd.namespace }}{{- $_ := set $argocd "namespace" . }}{{- end }}
{{- with .Values.argocd.watchNamespaces }}{{- $_ := set $argocd "watchNamespaces" . }}{{- end }}
{{- with $argocd }}{{- $_ := set $settings "argocd" . }}{{- end }}
{{- if .Values.git.credentials.secretName }}
{{- $_ := set $settings "git" (dict "credentials" (printf "%s/git/%s" $folder .Values.git.credentials.key)) }}
{{- end }}
{{- with .Values.aws.sqsQueueUrl }}{{- $_ := set $settings "events" (dict "sqsQueue" .) }}{{- end }}
{{- $notify := dict }}
{{- with .Values.notify.webhookUrl }}{{- $_ := set $notify "webhook" . }}{{- end }}
{{- if .Values.notify.webhookSecret.secretName }}
{{- $_ := set $notify "webhookSecret" (printf "%s/notify/%s" $folder .Values.notify.webhookSecret.key) }}
{{- end }}
{{- if .Values.notify.slack.secretName }}
{{- $_ := set $notify "slack" (printf "%s/slack/%s" $folder .Values.notify.slack.key) }}
{{- end }}
{{- with $notify }}{{- $_ := set $settings "notify" . }}{{- end }}
{{- toYaml (mergeOverwrite $settings (deepCopy .Values.settings)) }}
{{- end }}
