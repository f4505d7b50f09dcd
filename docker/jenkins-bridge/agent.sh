#!/bin/sh
# Joins the Jenkins at JENKINS_URL by its plugin swarm, and comes back whenever that has been away.
set -eu
: "${JENKINS_URL:?says where Jenkins is}" "${JENKINS_AGENT_PASSWORD:?is the password of JENKINS_AGENT_USER}"
url=${JENKINS_URL%/}
until curl --fail --silent --show-error --location --output "$HOME/swarm-client.jar" "$url/swarm/swarm-client.jar"; do
  echo 'Jenkins does not answer yet' >&2
  sleep 5
done
exec java -jar "$HOME/swarm-client.jar" \
  -url "$url/" \
  -webSocket \
  -username "${JENKINS_AGENT_USER:-admin}" \
  -passwordEnvVariable JENKINS_AGENT_PASSWORD \
  -name "${JENKINS_AGENT_NAME:-towline}" \
  -labels "${JENKINS_AGENT_LABELS:-linux buildah}" \
  -executors "${JENKINS_AGENT_EXECUTORS:-2}" \
  -fsroot "$HOME/agent" \
  -disableClientsUniqueId
