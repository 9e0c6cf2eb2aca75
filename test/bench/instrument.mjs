/** Loaded into a program beside the bench: answers, over the channel to its parent, how much it has computed. */
process.on('message', (question) => {
  if (question === 'cpu') process.send({ cpu: process.cpuUsage() });
});
