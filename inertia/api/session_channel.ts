/** What one tab tells the others of this browser about who is signed in. */
export type SessionNews = { kind: 'signed in'; userId: string } | { kind: 'signed out' }

let channel: BroadcastChannel | null = null

export function tellOtherTabs(news: SessionNews): void {
  theChannel().postMessage(news)
}

/** Calls back with what other tabs tell, until the returned function is called. */
export function hearOtherTabs(onNews: (news: SessionNews) => void): () => void {
  const hear = ({ data }: MessageEvent<SessionNews>) => onNews(data)
  theChannel().addEventListener('message', hear)
  return () => theChannel().removeEventListener('message', hear)
}

/** One a page, which does not hear itself. */
function theChannel(): BroadcastChannel {
  channel ??= new BroadcastChannel('varlor-session')
  return channel
}
