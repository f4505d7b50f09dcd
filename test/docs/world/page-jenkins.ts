import { startAws } from '@towline/test-kit/aws';
import { pipelineXml, startJenkins } from '@towline/test-kit/jenkins';

/** The Jenkins of the pages. */
export interface PageJenkins {
  readonly environment: Readonly<Record<string, string>>;
  readonly places: readonly (readonly [shown: string, real: string])[];
  stop(): Promise<void>;
}

/** Starts a Jenkins with the job `team/app`, which builds, and the person `ada`; and where AWS keeps secrets of both. */
export async function startPageJenkins(): Promise<PageJenkins> {
  const jenkins = await startJenkins({ people: [{ name: 'ada', password: 'secret', denied: [] }] });
  const version =
    '<hudson.model.StringParameterDefinition><name>VERSION</name><defaultValue>1.0</defaultValue></hudson.model.StringParameterDefinition>';
  jenkins.createJob('team/app', {
    xml: pipelineXml(version),
    async script(run) {
      await run.stage('Build image', async () => run.log('built\n'));
      return 'SUCCESS';
    },
  });
  const token = jenkins.createToken('ada');
  const secrets = await startAws({ secrets: { EcrUser: JSON.stringify({ id: 'AKIAEXAMPLE', secret: 'key' }) } });
  return {
    environment: {
      JENKINS_URL: jenkins.url,
      JENKINS_USER_ID: 'ada',
      JENKINS_API_TOKEN: token,
      AWS_ENDPOINT_URL_SECRETS_MANAGER: secrets.url,
    },
    places: [
      ['https://jenkins.example.com', jenkins.url],
      ['JENKINS_API_TOKEN=...', `JENKINS_API_TOKEN=${token}`],
    ],
    async stop() {
      await Promise.all([jenkins.stop(), secrets.stop()]);
    },
  };
}
