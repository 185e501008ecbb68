// A real SMTP server (npm smtp-server) that answers by the name before the @ and prints what it received, one JSON line each.
// Its settings come as one JSON line on standard input; it ends when standard input is closed.
import { createInterface } from 'node:readline';
import PostalMime from 'postal-mime';
import { SMTPServer } from 'smtp-server';

const say = message => process.stdout.write(JSON.stringify(message) + '\n');

const answers = {
  refused: [550, '5.1.1 Mailbox unknown'],
  busy: [451, '4.7.1 Greylisted, try again later'],
};
const answersAfterData = {
  unwanted: [554, '5.7.1 Message content refused'],
  full: [452, '4.3.1 Insufficient system storage'],
};

const named = (list, address) => list[address.address.split('@')[0]];

const reply = ([responseCode, text], address) => Object.assign(new Error(`${text} <${address.address}>`), { responseCode });

function start(settings) {
  const server = new SMTPServer({
    key: settings.key,
    cert: settings.certificate,
    hideSTARTTLS: !settings.startTls,
    disabledCommands: [...(settings.startTls ? [] : ['STARTTLS']), ...(settings.password ? [] : ['AUTH'])],
    authOptional: !settings.password,
    disableReverseLookup: true,
    closeTimeout: 100,
    onAuth: (auth, session, callback) =>
      auth.username === settings.userName && auth.password === settings.password
        ? callback(null, { user: auth.username })
        : callback(reply([535, '5.7.8 Authentication failed'], { address: auth.username })),
    onMailFrom: (address, session, callback) =>
      address.address.startsWith('stranger@') ? callback(reply([550, '5.7.1 Sender not allowed'], address)) : callback(),
    onRcptTo: (address, session, callback) => {
      const answer = named(answers, address);
      answer ? callback(reply(answer, address)) : callback();
    },
    onData: (stream, session, callback) => {
      const chunks = [];
      stream.on('data', chunk => chunks.push(chunk));
      stream.on('end', async () => {
        const to = session.envelope.rcptTo[0];
        const raw = Buffer.concat(chunks);
        const mail = await new PostalMime().parse(raw);
        say({
          from: session.envelope.mailFrom.address,
          to: session.envelope.rcptTo.map(recipient => recipient.address),
          tls: session.tlsOptions?.version ?? null,
          user: session.user || null,
          headers: mail.headers.map(({ key, value }) => [key, value]),
          fromName: mail.from?.name ?? null,
          subject: mail.subject ?? null,
          text: mail.text ?? null,
          html: mail.html ?? null,
          raw: raw.toString('latin1'),
        });
        if (to.address.startsWith('dropped@')) return server.connections.forEach(connection => connection._socket.destroy());
        if (to.address.startsWith('unanswered@')) return;
        const answer = named(answersAfterData, to);
        answer ? callback(reply(answer, to)) : callback();
      });
    },
  });
  server.on('error', () => {}); // a client that breaks off is part of the tests
  server.listen(settings.port, '127.0.0.1', () => say({ port: server.server.address().port }));
}

const input = createInterface({ input: process.stdin });
input.once('line', line => start(JSON.parse(line)));
input.once('close', () => process.exit(0));
