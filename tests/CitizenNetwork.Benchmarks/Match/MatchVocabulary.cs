namespace CitizenNetwork.Benchmarks.Match;

/// <summary>French words of what people share and look for, the most frequent first.</summary>
internal static class MatchVocabulary
{
    public static string[] Words { get; } =
        ("association atelier salle jardin vélo repas jeunes culture quartier école musique entraide compost logement marché réparation théâtre bibliothèque cuisine couture "
        + "bricolage énergie forêt rivière mémoire cinéma danse peinture potager réunion formation accompagnement outil camion remorque sono barnum vaisselle ordinateur imprimante "
        + "lecture langue sport randonnée handicap parent enfant retraité voisin fête festival débat emploi insertion mobilité covoiturage recyclerie ressourcerie friperie laverie "
        + "épicerie boulangerie ferme semence verger ruche poulailler serre graine récolte conserve distribution maraude colis hébergement domiciliation médiation numérique internet "
        + "photographie vidéo radio journal affiche impression gravure sculpture céramique poterie tricot broderie menuiserie soudure mécanique électricité plomberie isolation chantier "
        + "terrain gymnase piscine stade vestiaire cantine cuisson chambre froide congélateur tracteur tondeuse broyeur tronçonneuse échelle établi perceuse ponceuse machine local bureau "
        + "comptabilité juriste notaire avocat bénévole mentor parrainage tutorat conférence exposition spectacle concert orchestre chorale fanfare cirque marionnette conte patrimoine "
        + "archéologie église moulin lavoir canal écluse sentier chemin haie mare zone humide biodiversité oiseau abeille hérisson climat déchet tri eau solaire éolienne chaufferie bois "
        + "santé soin prévention nutrition dépistage écoute parole deuil aidant crèche périscolaire colonie vacances camping auberge gîte accueil réfugié traduction alphabétisation")
        .Split(' ').Distinct().ToArray();
}
