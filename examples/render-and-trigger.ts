// A typed pipeline: rendered into a Jenkinsfile, then built by Jenkins and followed.
// JENKINS_URL, JENKINS_USER_ID and JENKINS_API_TOKEN say which Jenkins; the argument is the full name of a job.
import { createJenkins, definePipeline, renderPipeline } from '@towline/jenkins-bridge';
import { Secret } from '@towline/shared/secret';

const services = ['cart', 'pay'];
const pipeline = definePipeline({
  images: services.map((name) => ({ name: `shop/${name}`, context: `services/${name}` })),
  tests: [{ kind: 'agent', run: 'make test', junit: 'reports/*.xml' }],
  publication: { registry: { kind: 'ecr', account: '123456789012', region: 'eu-west-1' } },
});
process.stdout.write(renderPipeline(pipeline, { syntax: 'declarative' }));

const { JENKINS_URL: url = '', JENKINS_USER_ID: user = '', JENKINS_API_TOKEN: token = '' } = process.env;
const jenkins = createJenkins({ url, auth: { kind: 'token', user, token: new Secret(token) } });
const build = await jenkins.startBuild(process.argv[2] ?? 'shop');
for await (const line of build.log()) process.stderr.write(`${line}\n`);
const { result, images } = await build.finished();
process.stdout.write(`${result}, ${images.length} images pushed\n`);
process.exitCode = result === 'SUCCESS' ? 0 : 1;
