/** Most visits never open it, so its code comes when it is about to be used. */
export const loadConnectModal = () => import('~/components/connect/connect_modal')
