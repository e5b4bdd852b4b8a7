export default function Home() {
  return <h1>Varlor</h1>
}
