/** Inertia's own: the typed link of AdonisJS needs its API client on every page; ours is smaller and knows our errors. */
export { Link } from '@inertiajs/react'
