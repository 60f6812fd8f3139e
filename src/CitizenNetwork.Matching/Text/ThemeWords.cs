namespace CitizenNetwork.Matching.Text;

/// <summary>French words of the themes, for comparing only; a code that is not here gives its own words.</summary>
internal static class ThemeWords
{
    public static string Of(string code) => code switch
    {
        "solidarity" => "solidarité entraide",
        "mobility" => "mobilité vélo transport déplacement",
        "culture" => "culture arts spectacle",
        "environment" => "environnement nature biodiversité",
        "ecology" => "écologie environnement",
        "energy" => "énergie renouvelable",
        "food" => "alimentation cuisine agriculture",
        "agriculture" => "agriculture paysan jardin",
        "housing" => "logement habitat",
        "health" => "santé bien-être",
        "education" => "éducation école apprentissage",
        "youth" => "jeunes jeunesse",
        "sport" => "sport",
        "employment" => "emploi insertion travail",
        "digital" => "numérique informatique",
        "citizenship" or "democracy" => "citoyenneté démocratie participation",
        "reuse" or "repair" => "réemploi réparation recyclage",
        "waste" => "déchets compost recyclage",
        "garden" or "gardening" => "jardin potager",
        "heritage" => "patrimoine histoire",
        "inclusion" => "inclusion handicap accessibilité",
        _ => code.Replace('-', ' ').Replace('_', ' '),
    };
}
