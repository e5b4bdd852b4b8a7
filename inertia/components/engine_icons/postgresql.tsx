/** An elephant's head, seen from the side. */
export default {
  hue: 214,
  drawing: (
    <>
      <path d="M6.5 15.5V10a5 5 0 0 1 5-5h1.5a5.5 5.5 0 0 1 5.5 5.5v5.2a2.3 2.3 0 0 1-4.6 0V14" />
      <path d="M6.5 15.5c0 1 .6 2 1.8 2h1.4c.8 0 1.2-.6 1.2-1.3v-1.7" />
      <path d="M10.2 6.2c-.6 2.4 0 4.5 2 5.6" />
      <circle cx="15" cy="10" r=".4" />
    </>
  ),
}
