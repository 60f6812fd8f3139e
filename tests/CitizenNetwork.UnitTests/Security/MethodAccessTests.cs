using CitizenNetwork.Domain.Access;
using CitizenNetwork.Server.Hosting;
using CitizenNetwork.Server.Security;
using V1 = CitizenNetwork.Protocol.V1;

namespace CitizenNetwork.UnitTests.Security;

public sealed class MethodAccessTests
{
    public static TheoryData<string> Methods { get; } = [.. Api.Services.SelectMany(service => service.Methods).Select(MethodAccesses.NameOf)];

    [Theory]
    [MemberData(nameof(Methods))]
    public void Method_OfTheApi_DeclaresItsPolicyAndCost(string method)
    {
        var access = MethodAccesses.Of(method);

        Assert.NotEqual(V1.AccessPolicy.Unspecified, access.Policy);
        Assert.True(System.Enum.IsDefined(access.Policy));
        Assert.InRange(access.Cost, 1, 100);
    }

    [Theory]
    [InlineData("/citizennetwork.v1.KeysService/CreateKey/")]
    [InlineData("/CITIZENNETWORK.V1.keysservice/createkey")]
    public void Of_MethodAsACallerMayWriteIt_IsThatOfTheMethod(string method) => Assert.Equal(V1.AccessPolicy.Administrator, MethodAccesses.Of(method).Policy);

    [Fact]
    public void Of_MethodThatNobodyKnows_IsRefused() => Assert.Throws<InvalidOperationException>(() => MethodAccesses.Of("/citizennetwork.v1.ActorsService/Explode"));

    [Fact]
    public void Roles_OfTheApi_AreThoseOfTheDomain() =>
        Assert.Equal(
            System.Enum.GetValues<AccessRole>().Select(role => ((int)role, role.ToString())),
            System.Enum.GetValues<V1.AccessRole>().Select(role => ((int)role, role.ToString())));
}
